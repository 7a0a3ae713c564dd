"""How many provisions a second the machine judges, whole: items, penalties, elements, verdicts.
Ratios are against reading alone.

    python -m bench.align [FILES OR FOLDERS...] [--provisions 100000] [--sizes 100 400 1000]

Without files: a made law of 60 articles in five languages. With files: their provisions, drawn by
chance into new laws of 27 until there are enough, language by language. First each part on its own
over the laws as they are (CPU seconds, so that other work on the machine counts less), then the
provisions on one core, a tenth of them on two, then the memory of folders of files.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from ingest.batch.process_pool import run_in_pool
from ingest.law.readers import Unreadable
from ingest.machine.definition import read_definition
from ingest.machine.input_file import read_provisions
from ingest.machine.items.suggest import ProvisionText, annotate, suggest
from ingest.machine.judge_law import judge_uncached, language_of, shared_predictor
from ingest.machine.penalties.penalties import read_law_penalties

MADE = {
    "en": (
        "A person who recruits, transports or harbours another person by threat or deception "
        "for the purpose of exploitation commits the offence "
        "of trafficking in persons and is liable on conviction to imprisonment for a term of "
        "not less than ten years. The court may order the convicted "
        "person to pay compensation to the victim for medical treatment, lost income and any "
        "other damage that the victim has suffered."
    ),
    "fr": (
        "Le ministère chargé des affaires sociales assure aux victimes de la traite un "
        "hébergement convenable, une assistance médicale et psychologique "
        "et une aide juridictionnelle dans une langue qu'elles comprennent. Une autorisation "
        "de séjour leur est délivrée pendant la procédure pénale."
    ),
    "es": (
        "El Comité Nacional contra la Trata de Personas estará integrado por los ministros y "
        "por organizaciones de la sociedad civil. Elaborará el plan "
        "nacional, promoverá campañas de sensibilización y capacitará a los funcionarios "
        "policiales, fiscales y jueces."
    ),
    "pt": (
        "O tribunal decreta a perda a favor do Estado dos bens, produtos e instrumentos do "
        "crime de tráfico de pessoas e pode atribuir à vítima uma "
        "indemnização. As pessoas coletivas são responsáveis pelos crimes cometidos em seu "
        "nome e no seu interesse."
    ),
    "ar": (
        "تتخذ السلطات المختصة الإجراءات الكفيلة بحماية الضحايا والشهود وسلامتهم الجسدية، "
        "وتوفير الرعاية الصحية والنفسية والإيواء المؤقت لهم. "
        "وتسهل الدولة عودة ضحايا الاتجار الطوعية إلى بلدانهم، مع الحفاظ على سرية هوياتهم."
    ),
}
SIZE = 27  # provisions of a usual law
Law = Sequence[ProvisionText]


def read_laws(files: Sequence[Path]) -> list[Law]:
    """The laws of the files, or the made one."""
    if not files:
        return [
            [
                ProvisionText(str(number), "", f"{number}. {text}", language)
                for number, (language, text) in enumerate(list(MADE.items()) * 12, 1)
            ]
        ]
    laws: list[Law] = []
    for file in [
        path
        for given in files
        for path in (sorted(given.rglob("text.*")) if given.is_dir() else [given])
    ]:
        try:
            laws.append(read_provisions(file.read_bytes(), file.name))
        except Unreadable as error:
            print(f"left out {file.name}: {error}", file=sys.stderr)
    return laws


def draw_laws(laws: Sequence[Law], count: int) -> Iterator[Law]:
    """New laws until there are `count` provisions: each of one language, its provisions drawn by
    chance.
    """
    spoken: dict[str, list[ProvisionText]] = {}
    for one in (one for law in laws for one in law):
        spoken.setdefault(one.language, []).append(one)
    chance, made = random.Random(1), 0
    weights = [len(every) for every in spoken.values()]
    while made < count:
        (every,) = chance.choices(list(spoken.values()), weights)
        yield [
            one._replace(number=str(number))
            for number, one in enumerate(chance.choices(every, k=SIZE), 1)
        ]
        made += SIZE


def time_parts(laws: Sequence[Law]) -> None:
    """Print what each part costs over the laws as they are."""
    model, count = shared_predictor(), sum(map(len, laws))
    works: dict[str, Callable[[Law], object]] = {
        "reading (words, concepts, rules)": lambda law: [annotate(model, one) for one in law],
        "items": lambda law: suggest(model, law),
        "penalties": lambda law: read_law_penalties(
            [(one.number, one.text) for one in law], language_of(law[0].text, law[0].language)
        ),
        "elements": lambda law: read_definition(
            [(one.number, one.text) for one in law], language_of(law[0].text, law[0].language)
        ),
        "everything": judge_uncached,
    }
    first = 0.0
    mean_length = sum(len(one.text) for law in laws for one in law) // count
    print(f"{len(laws)} laws, {count} provisions, {mean_length} characters each\n")
    print("| part | provisions per CPU second | times reading |\n|---|---|---|")
    for name, work in works.items():
        started = time.process_time()
        for law in laws:
            work(law)
        spent = time.process_time() - started
        first = first or spent
        print(f"| {name} | {count / spent:.0f} | {spent / first:.1f} |", flush=True)


def judge_and_measure(law: Law) -> tuple[int, int, int, float]:
    """Suggestions for a law; this process, its memory in MB and its CPU seconds so far."""
    return len(judge_uncached(law).suggestions), os.getpid(), peak_memory(), time.process_time()


def measure_throughput(laws: Sequence[Law], count: int) -> None:
    """Print the rate on one core, and on two for the first tenth (1,000 provisions at least), with
    the memory.
    """
    tenth = max(1000, count // 10)
    wall, cpu, said = time.perf_counter(), time.process_time(), 0
    for number, law in enumerate(draw_laws(laws, count), 1):
        said += judge_and_measure(law)[0]
        if number in (tenth // SIZE, count // SIZE):
            walls, spent = time.perf_counter() - wall, time.process_time() - cpu
            print(
                f"{number * SIZE} provisions on one core: {number * SIZE / spent:.0f} "
                f"per CPU second, {number * SIZE / walls:.0f} a second; "
                f"{said} suggestions; {peak_memory()} MB at most",
                flush=True,
            )
    wall = time.perf_counter()
    results = [
        result
        for _, result, _ in run_in_pool(judge_and_measure, draw_laws(laws, tenth), 2)
        if result
    ]
    wall, spent = (
        time.perf_counter() - wall,
        sum({pid: seconds for _, pid, _, seconds in results}.values()),
    )
    print(
        f"{tenth} on two: {tenth / spent:.0f} per CPU second, {tenth / wall:.0f} a "
        f"second, both with the start of the processes; "
        f"{max(memory for _, _, memory, _ in results)} MB in a process"
    )


def peak_memory(pid: int | str = "self") -> int:
    """Most memory a process has had, in MB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")),
        0,
    )


def watch_memory(process: "subprocess.Popen[bytes]") -> tuple[int, int]:
    """The most memory of a process and the most of any it started, in MB, seen every tenth of a
    second until it ends.
    """
    first = others = 0
    while process.poll() is None:
        first = max(first, peak_memory(process.pid))
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                parent = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            except OSError:
                continue
            others = max(others, peak_memory(folder.name)) if parent == str(process.pid) else others
        time.sleep(0.1)
    return first, others


def measure_folders(laws: Sequence[Law], sizes: Sequence[int]) -> None:
    """Print time and memory of `ingest.align FOLDER` for folders of some numbers of files of 27
    provisions.
    """
    print(
        "\n| files | seconds | MB of the first process | MB of the others, most "
        "|\n|---|---|---|---|"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as base:
            folder = Path(base) / "laws"
            folder.mkdir()
            for number, law in enumerate(islice(draw_laws(laws, size * SIZE), size)):
                lines = "".join(
                    f"{one.number}. {one.heading or 'Article'}\n{one.text}\n\n" for one in law
                )
                (folder / f"{number:04}.txt").write_text(lines, encoding="utf-8")
            command = [
                sys.executable,
                "-m",
                "ingest.align",
                str(folder),
                "--output",
                f"{base}/out.csv",
                "--jobs",
                "2",
            ]
            started = time.perf_counter()
            with subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as process:
                first, others = watch_memory(process)
            print(
                f"| {size} | {time.perf_counter() - started:.0f} | {first} | {others} |", flush=True
            )


def main() -> int:
    """Print the three tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--provisions", type=int, default=1000)
    parser.add_argument("--sizes", type=int, nargs="*", default=[])
    options = parser.parse_args()
    started = time.perf_counter()
    print(f"model {shared_predictor().version} ready in {time.perf_counter() - started:.1f} s")
    laws = read_laws(options.files)
    time_parts(laws)
    measure_throughput(laws, options.provisions)
    if options.sizes:
        measure_folders(laws, options.sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
