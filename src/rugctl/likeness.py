"""How like two names are: slips of the pen, short forms of given names, initials. Names come folded (`names.fold`)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

NEAR = 0.82
"""From this likeness on, of 1, a name is rather a misspelling of another than somebody else's."""

_SHORT_FORMS = """
abigail abby gail|abraham abe|albert al bert|alexander alex alec sasha sandy xander|alexandra alex sasha sandra|alfred al fred alf
alison ali|allison ali|amanda mandy|andrew andy drew|angela angie|anthony tony ant|antonio tony toni|arthur art|barbara barb
benjamin ben benny benji|bernard bernie|bradley brad|cameron cam|cassandra cass cassie|catherine cathy cat kate|charles charlie chuck
charlotte charlie lottie|christian chris|christina chris tina|christine chris tina|christopher chris kit topher|clifford cliff
cynthia cindy|daniel dan danny|danielle dani|david dave davey|deborah deb debbie|dennis denny|dimitri dima mitya|dmitri dima mitya
dmitry dima mitya|dominic dom|donald don donnie|douglas doug|edward ed eddie ted ned|edwin ed|eleanor ellie nell nora|elizabeth beth
eliza liz lizzie betty lisa|emily em|eugene gene|evgeny eugene zhenya|ezekiel zeke|florian flo|frances fran|francis frank fran
francisco paco fran|franklin frank|frederick fred freddy rick|gabriel gabe|gabrielle gabby|geoffrey geoff|george georgie
gerald gerry jerry|gerard gerry|giuseppe beppe peppe|gregory greg|harold harry hal|helena lena|henry harry hank|ignacio nacho
isabel izzy bella|isabella izzy bella|ivan vanya|jacob jake|james jim jimmy jamie|jason jay|jeffery jeff|jeffrey jeff
jennifer jen jenny|jeremiah jeremy jerry|jeremy jem jez|jessica jess jessie|joanna jo joan|joanne jo|johannes hannes joe
john johnny jack jon|jonathan jon jonny|jose pepe|joseph joe joey|joshua josh|judith judy|julian jules|katherine kate kathy katie kat
kathleen kathy kate|kathryn kate kathy katie|katrina kat|kenneth ken kenny|kimberly kim|konstantin kostya|kristina kris tina
kristopher kris|laurence larry laurie|lawrence larry laurie|leonard len lenny leo|leonardo leo|leslie les|lillian lily
louis lou|louise lou|lucas luke|lukas luke|madeline maddie|magdalena lena magda|manuel manny manu|marcus marc mark|margaret maggie meg
peggy greta|marjorie marge|martin marty|matthew matt mat|matthias matt matze|maximilian max|maxwell max|melissa mel|melanie mel
michael mike mick mikey micky|michelle shelly|miguel mike|mikhail misha|mitchell mitch|mohammed mo|muhammad mo|nathan nate nat
nathaniel nate nat nathan|natalia natasha|natalie nat|nicholas nick nic nicky|nicholaus nick|nicolas nick nic nico|nicole nicky nikki
nikolai kolya|nikolaos nikos|oliver ollie|olivia liv|pamela pam|patricia pat patty trish|patrick pat paddy|pavel pasha
peter pete|philip phil|phillip phil|priscilla cilla|rachel rach|randall randy|raymond ray|rebecca becca becky|reginald reg
ricardo rick rico|richard rich rick dick ricky|robert rob bob bobby robbie bert|roberto rob beto|roderick rod rick|rodney rod
ronald ron ronnie|russell russ|samantha sam|samuel sam sammy|sebastian seb bastian|sergey serge|sergio serge|shannon shan
sophia sophie|spencer spence|stanley stan|stephanie steph|stephen steve stevie|steven steve stevie|stewart stew stu|stuart stu
susan sue susie|suzanne sue suzy|tatiana tanya|terence terry|teresa terry tess|theodore ted theo|theresa terry tess
thomas tom tommy|tiffany tiff|timothy tim timmy|tobias tobi toby|valerie val|vanessa nessa|veronica ronnie|victor vic
victoria vicky tori|vincent vince vinny|virginia ginny|vladimir vlad vova|walter walt wally|wesley wes|wilhelm willi
william will bill billy liam|winston win|xavier xavi xav|yevgeny zhenya|zachariah zach zack|zachary zach zack zac
"""


def _relatives() -> dict[str, frozenset[str]]:
    """Return, for each given name of the table, the others that may stand for it: its short forms, and what it is short for."""
    found: dict[str, set[str]] = {}
    for family in _SHORT_FORMS.replace("\n", "|").split("|"):
        names = family.split()
        for name in names:
            found.setdefault(name, set()).update(names)
    return {name: frozenset(others - {name}) for name, others in found.items()}


_RELATIVES = _relatives()


def short_forms(given: str) -> frozenset[str]:
    """Return the given names that may be another form of this one (`bob`: `robert`, `rob`, ...)."""
    return _RELATIVES.get(given, frozenset())


def is_slip(a: str, b: str) -> bool:
    """Tell whether one letter missing, doubled, wrong or swapped with its neighbour makes one text the other."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) != len(b):
        return rest_a[1:] == rest_b if len(a) > len(b) else rest_b[1:] == rest_a
    return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])


def slip_keys(text: str) -> Iterator[str]:
    """Return keys of which two texts share one if a slip makes one the other: the text, and it without each of its letters."""
    yield text
    for i in range(len(text)):
        yield text[:i] + text[i + 1 :]


def likeness(a: str, b: str) -> float:
    """Return how like two folded names are, from 0 to 1: the same words in another order, or one of them alone, count."""
    words_a, words_b = a.split(), b.split()
    if sorted(words_a) == sorted(words_b):
        return 1.0
    if len(words_a) == len(words_b) > 1 and words_a[-1] == words_b[-1] and all(map(_given_alike, words_a, words_b)):
        return 0.9
    if a.startswith(f"{b} ") and len(words_b) > 1:
        return 0.85
    if len(words_a) == 1 and len(words_b) > 1 and (words_a[0] == words_b[0] or words_a[0] == words_b[-1]):
        return 0.85
    matcher = SequenceMatcher(None, a, b)
    return matcher.ratio() if matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR else 0.0


def _given_alike(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)) or b in short_forms(a)
