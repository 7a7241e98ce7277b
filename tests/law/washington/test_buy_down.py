"""Buy-down agreements: the seller levies less, the room follows the law's order."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levy.law.season import BuyDown
from levy.law.washington.buy_down import BuyDownRefused, adversely_affected, apply_buy_downs
from levy.law.washington.proration import prorate
from tests.law.washington.limited_county import LAW, levies, rates_of

COUNTY = {"county": "1.8", "road": "2.25", "library": "0.5", "hospital": "0.5"}

# fmt: off
CASES = [
    # rates, seller, buyer, rate sold, what the seller and those who were cut levy, because
    ({**COUNTY, "fire": "1.0"}, "county", "fire", "0.15", {"county": "1.65", "fire": "1.0"},
     "0.85 was left for 1.00: 0.15 sold makes it whole"),
    ({**COUNTY, "fire": "1.0"}, "road", "fire", "0.1", {"road": "2.15", "fire": "0.95"},
     "the buyer gets what was sold"),
    ({**COUNTY, "fire": "1.0", "park": "0.5"}, "county", "park", "0.1", {"county": "1.7", "fire": "0.95", "park": "0"},
     "room that a senior had lost goes to the senior, not to the buyer"),
    ({**COUNTY, "fire": "0.9", "park": "0.5"}, "county", "park", "0.15", {"county": "1.65", "park": "0.1"},
     "the buyer gets what is left when the senior is whole: 0.05 to fire, 0.10 to the park"),
    ({**COUNTY, "park": "0.6", "cultural_arts": "0.25"}, "cultural_arts", "park", "0.1",
     # 0.85 - 0.60 - 0.15 = 0.10 to spare
     {"cultural_arts": "0.15"}, "a seller on the buyer's own level, and nothing was cut"),
]
# fmt: on


@pytest.mark.parametrize("rates, seller, buyer, sold, after, because", CASES)
def test_room_follows_the_order(rates, seller, buyer, sold, after, because):
    agreed = apply_buy_downs(levies(rates), [BuyDown(seller, buyer, D(sold))])
    proration = prorate(agreed, {"A": tuple(rates)}, LAW, maximum_rate=None)
    assert rates_of(proration) == {n: D(after.get(n, rate)) for n, rate in rates.items()}, because


def test_agreements_of_one_seller_add_up():
    rates = {"county": "1.8", "fire": "1", "park": "0.5"}
    agreed = apply_buy_downs(
        levies(rates),
        [BuyDown("county", "fire", D("0.1")), BuyDown("county", "park", D("0.2"))],
    )
    assert [levy.rate for levy in agreed] == [D("1.5"), D(1), D("0.5")]


# fmt: off
REFUSED = [
    (("port", "fire", "0.1"),   "neither the $5.90 limit nor the 1 % limit counts the levy port. Name two levies that a limit counts."),
    (("fire", "port", "0.1"),   "neither the $5.90 limit nor the 1 % limit counts the levy port. Name two levies that a limit counts."),
    (("state", "fire", "0.1"),  "state is the state's levy. RCW 39.67 excludes the state."),
    (("fire", "state", "0.1"),  "state is the state's levy. RCW 39.67 excludes the state."),
    (("fire", "fire", "0.1"),   "seller and buyer are the same. Name two levies."),
    (("fire", "park", "0"),     "its rate must be above 0 and at most 0.9. Correct the rate in buy_downs.csv."),
    (("fire", "park", "0.91"),  "its rate must be above 0 and at most 0.9. Correct the rate in buy_downs.csv."),
    (("city", "park", "0.1"),   "the rate of city is not known yet. Enter the amount that its district certified."),
]
# fmt: on


@pytest.mark.parametrize("agreement, why", REFUSED)
def test_refused(agreement, why):
    seller, buyer, rate = agreement
    known = levies({"state": "2", "fire": "1", "park": "0.5", "city": "1"})
    known[1] = known[1]._replace(error_rate=D("0.1"))
    known[3] = known[3]._replace(rate=None)
    with pytest.raises(BuyDownRefused) as refused:
        apply_buy_downs(known, [BuyDown(seller, buyer, D(rate))])
    assert str(refused.value) == (
        f"The agreement that {seller} levies {rate} less for {buyer} was not applied: {why}"
    )
    assert refused.value.agreement == BuyDown(seller, buyer, D(rate))


def test_the_whole_lawful_rate_can_be_sold():
    (fire, _) = apply_buy_downs(
        levies({"fire": "1", "park": "0.5"}), [BuyDown("fire", "park", D(1))]
    )
    assert fire.rate == 0


def test_who_has_to_be_told():
    # A: 5.90 - 4.00 = 1.90 for fire:1 1.0 and library 1.0.  B: 1.9 - 0.3 for library and fire:2.
    rates = {"county:a": "1.8", "city:a": "3.6", "county:b": "1.8", "city:b": "3.6",
             "fire:1": "0.5", "library": "0.5", "fire:2": "0.5", "cemetery": "0.5"}  # fmt: skip
    areas = {
        "A": ("county:a", "city:a", "fire:1", "library"),
        "B": ("county:b", "city:b", "library", "fire:2", "cemetery"),
    }
    bare = levies(rates)
    agreement = BuyDown("city:a", "fire:1", D("0.1"))
    without = prorate(bare, areas, LAW, maximum_rate=None)
    agreed = prorate(apply_buy_downs(bare, [agreement]), areas, LAW, maximum_rate=None)
    # Without: both areas give 0.50 of 1.00, half to each.  With: A 0.60; B decides at half first,
    # the library keeps 0.25, and A has 0.35 for fire:1.
    assert without.levies["fire:1"].rate == D("0.25")
    assert agreed.levies["fire:1"].rate == D("0.35")
    assert adversely_affected(without, agreed, [agreement]) == ()
    # If B sells to its fire:2 instead, nothing changes for it; the library's 0.25 binds in A.
    other = BuyDown("county:b", "fire:2", D("0.6"))
    sold = prorate(apply_buy_downs(bare, [other]), areas, LAW, maximum_rate=None)
    assert sold.levies["fire:2"].rate == D("0.5")
    assert adversely_affected(without, sold, [other]) == ()


# fmt: off
UNKNOWN = [
    (None,      D("0.5"),  "its rate was not known before"),
    (D("0.5"),  None,      "its rate is not known after"),
]
# fmt: on


@pytest.mark.parametrize("before, after, because", UNKNOWN)
def test_a_rate_that_is_not_known_is_not_lowered(before, after, because):
    def limited(rate):
        (fire,) = levies({"fire": "1"})
        return prorate([fire._replace(rate=rate)], {"A": ("fire",)}, LAW, maximum_rate=None)

    assert adversely_affected(limited(before), limited(after), []) == (), because


def test_a_third_district_that_loses_is_told():
    # A is loose once its city sells: the library rises to B's share there, and B's fire:2 falls.
    rates = {"county:a": "1.8", "city:a": "3.8", "county:b": "1.8", "city:b": "3.6",
             "fire:1": "0.5", "library": "0.5", "fire:2": "0.5", "ems": "0.5"}  # fmt: skip
    areas = {
        "A": ("county:a", "city:a", "fire:1", "library"),
        "B": ("county:b", "city:b", "library", "fire:2"),
    }
    limited = levies(rates)
    unknown = [*limited, limited[0]._replace(levy="new", rate=None)]
    agreement = BuyDown("city:a", "fire:1", D("0.3"))
    without = prorate(unknown, areas, LAW, maximum_rate=None)
    agreed = prorate(apply_buy_downs(unknown, [agreement]), areas, LAW, maximum_rate=None)
    # Without, A: 0.30 of 1.00: 0.15 each; B: 0.50 - 0.15 = 0.35 for fire:2.
    # With, A: 0.60 of 1.00; B: 0.50 of 1.00 decides first: 0.25 each.
    assert without.levies["fire:2"].rate == D("0.35")
    assert agreed.levies["fire:2"].rate == D("0.25")
    assert adversely_affected(without, agreed, [agreement]) == ("fire:2",)


@given(st.integers(1, 18), st.sampled_from(["fire", "park"]))
def test_what_is_sold_is_lost_by_the_seller_alone_and_lowers_nobody(tenths, buyer):
    rates = {**COUNTY, "fire": "1.0", "park": "0.5"}
    sold = D(tenths) / 10
    before = rates_of(prorate(levies(rates), {"A": tuple(rates)}, LAW, maximum_rate=None))
    agreed = apply_buy_downs(levies(rates), [BuyDown("county", buyer, sold)])
    after = rates_of(prorate(agreed, {"A": tuple(rates)}, LAW, maximum_rate=None))
    assert after["county"] == before["county"] - sold
    assert all(after[code] >= rate for code, rate in before.items() if code != "county")
    assert sum(after.values()) <= sum(before.values())
