"""Words in the names of organizations that do not tell which one it is, and words that mean the same."""

from __future__ import annotations

from rugctl.names import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS = _words("""ab ag as asbl aps bv bvba co company corp corporation ev eg gmbh inc incorporated kg kk limited llc llp lp ltd nv oy
oyj plc pte pty sa sarl sas sasu se sl spa srl srls ug""")
"""What a company's name ends with."""

TITLES = _words("""chair cochair contractor fellow guest host intern lead msc organizer phd postdoc presenter professor speaker staff
student undergraduate volunteer""")
"""What somebody is there; the organization stands before it."""

HONOURS = _words("alumna alumnus ambassador emeritus")
"""What somebody is by title alone, without being of the organization before it."""

SMALL = _words("a and at d da das de del der des di do e et for fur in la le of the und y")

GENERAL = _words("""agency alliance association center college community consortium department faculty foundation group initiative institute
institution international lab national observatory organization project research school science sciences team technology university
workinggroup""")
"""Words that alone do not tell one organization from another."""

DIVISIONS = _words("college community department faculty initiative research school science sciences team technology")
"""Those of them that may be a part of the organization named before."""

_SAME = """university: u uni univ universidad universidade universita universitat universite universiteit
lab: laboratoire laboratories laboratory labs
center: centers centre centres
institute: inst institut instituto istituto
department: dept
national: natl
international: intl
organization: org organisation
technology: tech technologies
workinggroup: wg"""

ONE_WORD_FOR = {other: word for line in _SAME.splitlines() for word, others in [line.split(": ")] for other in others.split()}
"""The one form of words that have several."""

PLACES = frozenset(
    fold(place)
    for line in """Argentina,Australia,Austria,Belgium,Brazil,Bulgaria,Canada,Chile,China,Colombia,Croatia,Cyprus,Czechia,Czech Republic
Denmark,Deutschland,Egypt,England,España,Estonia,Finland,France,Germany,Greece,Hong Kong,Hungary,Iceland,India,Indonesia,Iran,Ireland
Israel,Italia,Italy,Japan,Kenya,Korea,Latvia,Lithuania,Luxembourg,Malaysia,Malta,Mexico,Morocco,Netherlands,The Netherlands,New Zealand
Nigeria,Norway,Pakistan,Peru,Philippines,Poland,Portugal,Romania,Russia,Saudi Arabia,Scotland,Serbia,Singapore,Slovakia,Slovenia
South Africa,South Korea,Spain,Sweden,Switzerland,Taiwan,Thailand,Tunisia,Turkey,Türkiye,Ukraine,United Arab Emirates,United Kingdom
United States,Uruguay,Vietnam,Wales,AT,CH,DE,DK,ES,EU,FR,IT,NL,NZ,SE,UAE,UK,US,USA""".splitlines()
    for place in line.split(",")
)
"""Countries that stand behind an organization; of two letters only those that are hardly one."""
