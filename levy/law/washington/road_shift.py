"""A county may levy more if its road levy is lower.  RCW 84.52.043(1).

The county's highest rate of 1.80 may rise to 2.475, as long as county and road together stay
within 4.05 and no other district is cut because of it.  The amount that moves between the two
levies is on lines "shifted to" and "shifted from" of the worksheet.
"""

from decimal import Decimal

from levy.law.worksheet import Working, Worksheet


def county_maximum_rate(
    county_rate: Decimal,
    *,
    road_rate: Decimal,
    raised_rate: Decimal,
    combined_rate: Decimal,
    room: Decimal,
) -> Worksheet:
    """Return the county's maximum rate as line `maximum_rate`.

    county_rate    rate without the trade: 1.80
    road_rate      rate of the road levy this year
    raised_rate    highest rate with the trade: 2.475
    combined_rate  highest rate of county and road together: 4.05
    room           rate left under the 5.90 limit in the county's fullest area, if the county
                   levies 1.80 and all others levy in full
    """
    sheet = Working("RCW 84.52.043(1)")
    sheet.input("county_rate", "The county's highest rate", county_rate, "rate", sheet.statute)
    sheet.input("road_rate", "Rate of the road levy", road_rate, "rate", "the road levy")
    sheet.input("raised_rate", "Highest rate with the trade", raised_rate, "rate", sheet.statute)
    sheet.input("combined_rate", "County and road together", combined_rate, "rate", sheet.statute)
    sheet.input("room", "Least room in any area", room, "rate", "the 5.90 limit")
    sheet.computed(
        "maximum_rate",
        "The county's maximum rate",
        max(county_rate, min(raised_rate, combined_rate - road_rate, county_rate + room)),
        "rate",
        "greater(county_rate, lesser(raised_rate, combined_rate - road_rate, county_rate + room))",
    )
    return sheet.worksheet()


def shifted_amounts(
    county: Decimal, road: Decimal, *, moved: Decimal, county_maximum: Decimal
) -> Worksheet:
    """Return both levies after a shift, as lines `county_shifted` and `road_shifted`.

    county, road    dollars before the shift
    moved           dollars that the county wants to move from the road levy to its own
    county_maximum  dollars: the county's maximum rate with the trade, on its value
    """
    sheet = Working("RCW 84.52.043(1)")
    sheet.input("county_levy", "The county's levy", county, "dollars", "line P2P")
    sheet.input("road_levy", "The road levy", road, "dollars", "line P2P")
    sheet.input("moved", "To be moved to the county", moved, "dollars", "requests.csv")
    sheet.input(
        "county_maximum", "The county's maximum amount", county_maximum, "dollars", "line I"
    )
    shift = sheet.computed(
        "shift",
        "Moved",
        max(min(moved, road, county_maximum - county), Decimal(0)),
        "dollars",
        "greater(lesser(moved, road_levy, county_maximum - county_levy), 0)",
    )
    sheet.computed(
        "county_shifted",
        "The county's levy after it",
        county + shift,
        "dollars",
        "county_levy + shift",
    )
    sheet.computed(
        "road_shifted", "The road levy after it", road - shift, "dollars", "road_levy - shift"
    )
    return sheet.worksheet()
