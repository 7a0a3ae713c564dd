"""How many provisions a second the engine judges on one core.

    python -m bench.align [FILES...] [--rounds 3]

Without files: a made law of 60 articles in five languages, repeated; with files: these texts, split beforehand.
"""

import argparse
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from ingest.align import provisions, ready
from ingest.aligning.suggest import Given, suggest

MADE = {
    "en": "A person who recruits, transports or harbours another person by threat or deception for the purpose of exploitation commits the offence "
    "of trafficking in persons and is liable on conviction to imprisonment for a term of not less than ten years. The court may order the convicted "
    "person to pay compensation to the victim for medical treatment, lost income and any other damage that the victim has suffered.",
    "fr": "Le ministère chargé des affaires sociales assure aux victimes de la traite un hébergement convenable, une assistance médicale et psychologique "
    "et une aide juridictionnelle dans une langue qu'elles comprennent. Une autorisation de séjour leur est délivrée pendant la procédure pénale.",
    "es": "El Comité Nacional contra la Trata de Personas estará integrado por los ministros y por organizaciones de la sociedad civil. Elaborará el plan "
    "nacional, promoverá campañas de sensibilización y capacitará a los funcionarios policiales, fiscales y jueces.",
    "pt": "O tribunal decreta a perda a favor do Estado dos bens, produtos e instrumentos do crime de tráfico de pessoas e pode atribuir à vítima uma "
    "indemnização. As pessoas coletivas são responsáveis pelos crimes cometidos em seu nome e no seu interesse.",
    "ar": "تتخذ السلطات المختصة الإجراءات الكفيلة بحماية الضحايا والشهود وسلامتهم الجسدية، وتوفير الرعاية الصحية والنفسية والإيواء المؤقت لهم، "
    "وتسهيل عودتهم الطوعية إلى بلدانهم، مع الحفاظ على سرية هوياتهم.",
}


def main() -> int:
    """Print the rate, best of some rounds, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    started = time.perf_counter()
    model = ready()
    print(f"model {model.version} ready in {time.perf_counter() - started:.1f} s")
    laws = [provisions(file.read_bytes(), file.name) for file in options.files]
    if not laws:
        law = [Given(str(number), "", f"{number}. {text}", language) for number, (language, text) in enumerate(list(MADE.items()) * 12, 1)]
        laws = [law] * 10
    count, signs = sum(map(len, laws)), sum(len(one.text) for law in laws for one in law)
    best = min(timed(model, laws) for _ in range(options.rounds))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} provisions, {signs // max(count, 1)} characters each: {count / best:.0f} a second on one core; {memory} MB at most")
    return 0


def timed(model, laws) -> float:  # type: ignore[no-untyped-def]
    """Seconds for all laws once."""
    started = time.perf_counter()
    for law in laws:
        suggest(model, law)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
