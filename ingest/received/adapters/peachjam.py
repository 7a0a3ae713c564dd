"""Pages of Peachjam sites: a saved page is the whole text of the instrument it is named after."""

WHOLE_LAWS = True
