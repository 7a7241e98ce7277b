"""Areas that share levies: hand-computed fixed points, and what holds for any county."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.washington.limit_levels import Component, Level, Piece
from levy.law.washington.pro_rata import share_out

C = Component
# Three plain levels: the county is never cut, then fire and library, then cemeteries and parks.
LEVELS = (
    Level(3, (C.COUNTY,)),
    Level(2, (C.FIRE, C.LIBRARY)),
    Level(1, (C.CEMETERY, C.PARK)),
    Level(0, (C.FLOOD,)),
)
EVERY_LEVEL = range(len(LEVELS))
ULP = D("1E-12")


def allocation(rates, areas, limit):
    pieces = {Piece(name, C(name.partition(":")[0])): D(rate) for name, rate in rates.items()}
    return share_out(pieces, areas, LEVELS, D(limit))


# fmt: off
CASES = [
    # rates, limit, areas, what is kept and who decided, because
    ({"county": "4", "fire": "1", "library": "1", "cemetery": "1"}, "6",
     {"A": "county fire library", "B": "county library cemetery"},
     # A: 2.00 of 2.00 fits.  B: 1.00 is left below the library.
     {}, "two areas that fit exactly"),
    ({"county": "4", "fire": "1", "library": "1", "cemetery": "1"}, "5",
     {"A": "county fire library", "B": "county library cemetery"},
     # A: 1.00 of 2.00, so fire 0.50, library 0.50, in the whole district.
     # B: 5.00 - 4.00 - 0.50 = 0.50 for the cemetery, not the 0 of B's own sheet.
     {"fire": ("0.5", "A"), "library": ("0.5", "A"), "cemetery": ("0.5", "B")},
     "what the library lost in A leaves room for the cemetery in B"),
    ({"county": "4", "fire:1": "1", "library": "1", "fire:2": "1"}, "5.2",
     {"A": "county fire:1 library", "B": "county library fire:2"},
     # both areas: 1.20 of 2.00, a tie; A is named first.  Then B: 1.20 - 0.60 = 0.60 for fire:2.
     {"fire:1": ("0.6", "A"), "library": ("0.6", "A"), "fire:2": ("0.6", "B")},
     "a tie gives everybody the same factor"),
    ({"county": "4", "fire:1": "1.5", "library": "1", "fire:2": "0.5"}, "5.2",
     {"A": "county fire:1 library", "B": "county library fire:2"},
     # A: 1.20 / 2.50 = 0.48: fire:1 0.72, library 0.48.
     # B alone would be 1.20 / 1.50 = 0.8; with the library at 0.48, 0.72 is left for 0.50.
     {"fire:1": ("0.72", "A"), "library": ("0.48", "A")},
     "freed room on the same level: fire:2 gets back what its own area's sheet took"),
    ({"county:a": "4.8", "county:b": "4.4", "county:c": "4", "fire:1": "1", "fire:2": "1", "fire:3": "0.5"}, "5.5",
     {"A": "county:a fire:1", "B": "county:b fire:1 fire:2", "C": "county:c fire:2 fire:3"},
     # A: 0.70 / 1.00 = 0.7.  B: 1.10 / 2.00 = 0.55.  C: 1.50 / 1.50 = 1.
     # B decides: 0.55 each.  A then has 0.15 to spare, C 1.50 - 0.55 = 0.95 for 0.50.
     {"fire:1": ("0.55", "B"), "fire:2": ("0.55", "B")},
     "A-B-C in a chain: the middle decides and frees both ends"),
    ({"county:a": "5.2", "county:b": "4.4", "county:c": "4", "fire:1": "1", "fire:2": "1", "fire:3": "1"}, "5.5",
     {"A": "county:a fire:1", "B": "county:b fire:1 fire:2", "C": "county:c fire:2 fire:3"},
     # A: 0.30.  B alone: 1.10 / 2.00 = 0.55.  C: 1.50 / 2.00 = 0.75.
     # A decides: fire:1 0.30.  B: 1.10 - 0.30 = 0.80 for fire:2.  C: 1.50 / 2.00 = 0.75 is smaller:
     # C decides: fire:2 0.75, fire:3 0.75.  B has 0.05 to spare, which nobody can use.
     {"fire:1": ("0.3", "A"), "fire:2": ("0.75", "C"), "fire:3": ("0.75", "C")},
     "A-B-C: freed room moves the decision from B to C"),
    ({"county": "4", "fire": "1", "library": "1", "cemetery": "1", "park": "0.5", "flood": "0.5"}, "5.5",
     {"A": "county fire library cemetery", "B": "county cemetery park flood"},
     # level 2, A: 1.50 of 2.00: 0.75 each, A is full: cemetery 0 in the whole district.
     # level 1, B: 1.50 for the park's 0.50; level 0: 1.00 for the flood zone's 0.50.
     {"fire": ("0.75", "A"), "library": ("0.75", "A"), "cemetery": ("0", "A")},
     "a junior's loss in one area leaves its other area whole"),
    ({"county": "4", "fire": "1", "library": "1", "cemetery": "1"}, "4.7",
     {"A": "county fire library cemetery"},
     # 0.70 / 2.00; the cemetery gets no cut-off decimals
     {"fire": ("0.35", "A"), "library": ("0.35", "A"), "cemetery": ("0", "A")},
     "one area is what its form says"),
    ({"county": "4", "fire": "1", "library": "1", "fire:3": "1", "cemetery": "1"}, "5",
     {"A": "county fire library fire:3 cemetery"},
     # 1.00 / 3.00 = 0.333333333333|333…: 0.000000000001 is left, and goes to nobody
     {"fire": ("0.333333333333", "A"), "library": ("0.333333333333", "A"), "fire:3": ("0.333333333333", "A"),
      "cemetery": ("0", "A")},
     "the decimals that are cut off go to no junior"),
    ({"county": "6", "fire": "1"}, "5", {"A": "county fire", "B": "fire"},
     {"fire": ("0", "A")}, "the county alone is beyond the limit in A: the fire district gets nothing anywhere"),
    ({"county": "4", "fire": "3", "ems": "9"}, "8", {"A": "county fire ems"}, {},
     "a component that no level names does not count"),
]
# fmt: on


@pytest.mark.parametrize("rates, limit, areas, cut, because", CASES)
def test_share_out(rates, limit, areas, cut, because):
    result = allocation(
        rates, {area: tuple(listed.split()) for area, listed in areas.items()}, limit
    )
    kept = {piece.levy: rate for piece, rate in result.rates_left.items()}
    assert kept == {
        name: D(cut[name][0] if name in cut else rate)
        for name, rate in rates.items()
        if name != "ems"
    }, because
    decided = {piece.levy: area for piece, area in result.deciding_areas.items()}
    assert decided == {name: area for name, (_, area) in cut.items()}, because


def test_rates_within_the_limit_come_back_as_they_are():
    result = allocation({"county": "4", "fire": "1"}, {"A": ("county", "fire")}, "5")
    assert result.rates_left is result.rates
    assert (result.deciding_areas, result.excess) == ({}, {})


_COMPONENTS = [component for level in LEVELS for component in level.components]


@st.composite
def counties(draw):
    rate = st.integers(1, 200).map(lambda hundredths: D(hundredths) / 100)
    count = draw(st.integers(1, 7))
    pieces = {
        Piece(f"L{number}", draw(st.sampled_from(_COMPONENTS))): draw(rate)
        for number in range(count)
    }
    names = [piece.levy for piece in pieces]
    areas = draw(
        st.lists(st.lists(st.sampled_from(names), unique=True, min_size=1), min_size=1, max_size=5)
    )
    limit = D(draw(st.integers(1, 600))) / 100
    return pieces, {f"area {place}": tuple(paid) for place, paid in enumerate(areas)}, limit


def _paid(result, levies, places=EVERY_LEVEL):
    """Return what an area's levies keep on some levels."""
    return sum(
        rate
        for piece, rate in result.rates_left.items()
        if piece.levy in levies and _place(piece) in places
    )


def _place(piece):
    return next(n for n, level in enumerate(LEVELS) if piece.component in level.components)


@given(counties())
def test_no_area_exceeds_the_limit_but_by_the_level_that_is_never_cut(county):
    pieces, areas, limit = county
    result = share_out(pieces, areas, LEVELS, limit)
    for area, levies in areas.items():
        beyond = result.excess.get(area, D(0))
        assert _paid(result, levies) <= limit + beyond
        if beyond:
            assert _paid(result, levies) == _paid(result, levies, [0])


@given(counties())
def test_nobody_gains_and_only_decided_pieces_lose(county):
    pieces, areas, limit = county
    result = share_out(pieces, areas, LEVELS, limit)
    assert result.rates_left.keys() == pieces.keys()
    for piece, rate in pieces.items():
        assert 0 <= result.rates_left[piece] <= rate
        assert (result.rates_left[piece] < rate) == (piece in result.deciding_areas)


@given(counties())
def test_nobody_could_keep_more_and_no_junior_lives_where_a_senior_lost(county):
    pieces, areas, limit = county
    result = share_out(pieces, areas, LEVELS, limit)
    for piece, area in result.deciding_areas.items():
        assert piece.levy in areas[area]
        below = _place(piece) + 1
        assert _paid(result, areas[area], range(below)) > limit - len(pieces) * ULP
        assert _paid(result, areas[area], range(below, len(LEVELS))) == 0


@given(counties())
def test_in_the_deciding_area_nobody_on_the_level_keeps_a_greater_part(county):
    pieces, areas, limit = county
    result = share_out(pieces, areas, LEVELS, limit)
    for piece, area in result.deciding_areas.items():
        part = Fraction(result.rates_left[piece]) / Fraction(pieces[piece])
        for other in pieces:
            if other.levy in areas[area] and _place(other) == _place(piece):
                its = Fraction(result.rates_left[other]) / Fraction(pieces[other])
                assert its <= part + Fraction(ULP) / Fraction(pieces[piece])


@given(counties())
def test_juniors_have_no_say_in_what_seniors_keep(county):
    pieces, areas, limit = county
    whole = share_out(pieces, areas, LEVELS, limit)
    for last in range(1, len(LEVELS)):
        seniors = {piece: rate for piece, rate in pieces.items() if _place(piece) <= last}
        alone = share_out(seniors, areas, LEVELS, limit)
        assert alone.rates_left == {piece: whole.rates_left[piece] for piece in seniors}


@given(counties(), st.randoms(use_true_random=False))
def test_the_order_of_levies_and_areas_changes_nothing(county, random):
    pieces, areas, limit = county
    mixed = list(pieces.items())
    random.shuffle(mixed)
    places = list(areas.items())
    random.shuffle(places)
    turned = {area: tuple(random.sample(paid, len(paid))) for area, paid in places}
    one = share_out(pieces, areas, LEVELS, limit)
    other = share_out(dict(mixed), turned, LEVELS, limit)
    assert (one.rates_left, one.deciding_areas, one.excess) == (
        other.rates_left,
        other.deciding_areas,
        other.excess,
    )


@given(counties())
def test_what_is_kept_stays_when_it_is_shared_out_again(county):
    pieces, areas, limit = county
    once = share_out(pieces, areas, LEVELS, limit)
    again = share_out(once.rates_left, areas, LEVELS, limit)
    assert again.rates_left == once.rates_left


@given(counties())
def test_rising_water_fills_each_level_to_the_same_rates(county):
    """Another way to the fixed point: every factor of a level rises together until areas fill."""
    pieces, areas, limit = county
    result = share_out(pieces, areas, LEVELS, limit)
    expected = _rising_water(pieces, areas, limit)
    # Rates that were cut at 12 decimals leave a little more to those that are settled later.
    cut_off = len(pieces) ** 2 * Fraction(ULP)
    for piece in pieces:
        assert abs(Fraction(result.rates_left[piece]) - expected[piece]) <= cut_off


def _rising_water(pieces, areas, limit):
    room = dict.fromkeys(areas, Fraction(limit))
    kept = {}
    for place in range(len(LEVELS)):
        level = {p: Fraction(r) for p, r in pieces.items() if _place(p) == place}
        dry = set(level)  # pieces that still rise
        height = dict.fromkeys(level, Fraction(0))
        at = Fraction(0)
        while dry and place > 0:
            speed = {a: sum(level[p] for p in dry if p.levy in paid) for a, paid in areas.items()}
            step = min([Fraction(1) - at] + [max(room[a], 0) / speed[a] for a in areas if speed[a]])
            at += step
            for piece in dry:
                height[piece] = at
            for area in areas:
                room[area] -= step * speed[area]
            full = {a for a in areas if speed[a] and room[a] <= 0}
            wet = {levy for area in full for levy in areas[area]}
            dry = set() if at == 1 else {piece for piece in dry if piece.levy not in wet}
        for piece, rate in level.items():
            kept[piece] = rate if place == 0 else rate * height[piece]
            if place == 0:
                for area, paid in areas.items():
                    room[area] -= rate if piece.levy in paid else 0
    return kept
