"""Reading a season folder returns the season, or every problem in it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levy.importers.season_folder import read_season_folder
from levy.importers.season_schema import FILES
from levy.kinds import FactorReason, LevyStatus
from levy.law.season import AreaValues, BuyDown, Limit, Protection, ReceivedRate, SeasonFacts

D = Decimal
HERE = Path(__file__).parent


def sentences(folder):
    """Return the problems of the folder as sentences; none if it can be read."""
    season, problems = read_season_folder(folder)
    assert (season is None) == bool(problems)
    return [str(problem) for problem in problems]


def spoil(folder, file, old, new):
    text = (folder / file).read_text()
    assert text.count(old) >= 1, old
    (folder / file).write_text(text.replace(old, new, 1), newline="")


def test_a_good_folder_reads_without_problems(good_folder):
    season, problems = read_season_folder(good_folder)
    assert problems == ()
    assert season.facts == SeasonFacts(
        county="Pine",
        state="WA",
        tax_year=2025,
        rate_decimals=10,
        real_ratio=D("95.8"),
        personal_ratio=D("95.5"),
        inflation=D("0.0257"),
        values_as_of=date(2025, 1, 15),
        sources=("Pine County Assessor",),
    )
    assert [area.area for area in season.areas] == ["A 2", "A1", "A3"], "sorted by key"
    assert season.values[2] == AreaValues("A3", regular=D(0)), "0 is known, a blank is not"
    assert season.limits[1] == Limit(
        "OAK",
        highest_lawful_levy=D(3000),
        limit_factor=D("1.01"),
        limit_factor_reason=FactorReason.STATUTE,
        last_levy=D(2900),
        last_rate=D("2.9"),
        new_construction=D(1000),
        tif_increment=D(0),
        statutory_less=("OAKLIB",),
        statutory_plus=D("0.225"),
    )
    assert season.received[1] == ReceivedRate("VET", rate=D("0.01125"), source="RCW 73.08.080")
    assert season.requests[0].error_by_district is False
    assert season.protections == (Protection("OAK", D("0.25"), "Resolution 7"),)
    assert season.buy_downs[1] == BuyDown("OAK", "OAKLIB", D("0.05"))
    assert [levy.levy for levy in season.levies if levy.status is LevyStatus.RETIRED] == ["OLD"]


# fmt: off
CELLS = [
    # file, old text, new text, sentences, because
    ("levies.csv", "OAK,2,", "OAK,2,,", [
        "levies.csv, row 4: The row has 10 cells, the header 9. Write a cell for each column, and put text that contains a comma in quotation marks.",
    ], "a cell too many; OAK is not reported as unknown elsewhere"),
    ("levies.csv", '"Oak, the city"', "Oak, the city", [
        "levies.csv, row 4: The row has 10 cells, the header 9. Write a cell for each column, and put text that contains a comma in quotation marks.",
    ], "a comma without quotation marks"),
    ("enrichment.csv", "ELM,1500000,1600000.00", "ELM", [
        "enrichment.csv, row 2: The row has 1 cell, the header 3. Write a cell for each column, and put text that contains a comma in quotation marks.",
    ], "too few cells"),
    ("enrichment.csv", "ELM,15", 'ELM,"15', [
        "enrichment.csv, row 2: Starting in this row, the file is not valid CSV (unexpected end of data). Close the quotation mark; write a quotation mark that is part of the text twice.",
    ], "a quotation mark that is never closed"),
    ("districts.csv", "population", "populaton", [
        "districts.csv, row 1, column populaton: The file has no column 'populaton'; did you mean 'population'? Its columns are district, name, kind, population, lead_county.",
        "districts.csv, row 1, column population: The column is missing. Add it; leave its cells blank if nothing is known.",
    ], "a misspelt column is unknown, and the real one missing"),
    ("districts.csv", "name,kind", "kind,kind", [
        "districts.csv, row 1, column name: The column is missing. Add it; leave its cells blank if nothing is known.",
        "districts.csv, row 1, column kind: The column appears 2 times. Keep one of them.",
    ], "a duplicate column is not read: it is ambiguous"),
    ("area_levies.csv", "area,levy", "area,levy,", [
        "area_levies.csv, row 1: A column has no name. Remove the column, or name it.",
        "area_levies.csv, row 2: The row has 2 cells, the header 3. Write a cell for each column, and put text that contains a comma in quotation marks.",
        "area_levies.csv, row 3: The row has 2 cells, the header 3. Write a cell for each column, and put text that contains a comma in quotation marks.",
        "area_levies.csv, row 4: The row has 2 cells, the header 3. Write a cell for each column, and put text that contains a comma in quotation marks.",
        "area_levies.csv, row 5: The row has 2 cells, the header 3. Write a cell for each column, and put text that contains a comma in quotation marks.",
        "area_levies.csv, row 6: The row has 2 cells, the header 3. Write a cell for each column, and put text that contains a comma in quotation marks.",
    ], "a header with a comma at its end"),
    ("received_rates.csv", "levy,rate,amount,from", "levy;rate;amount;from", [
        "received_rates.csv, row 1: The columns are separated by semicolons. Save the file with commas.",
    ], "a European spreadsheet's separator"),
    ("levies.csv", "OLD,2", "OAK,2", [
        "levies.csv, row 8, column levy: Row 4 already has 'OAK'. Keep one of the two rows.",
        "area_levies.csv, row 4, column levy: levies.csv has no levy 'OLD'. Correct the code, or add its row to levies.csv.",
    ], "a levy twice, and so another one nowhere"),
    ("area_levies.csv", "A3,COUNTY", "A1,OAK", [
        "area_levies.csv, row 6: Row 3 already has 'A1' and 'OAK'. Keep one of the two rows.",
    ], "a key of two columns"),
    ("published.csv", "Rate book,area_total,,A1,9.5,\n", "Rate book,area_total,,A1,9.5,\nRate book,area_total,,A1,9.6,\n", [
        "published.csv, row 4: Row 3 already has 'Rate book' and 'area_total' and 'A1'. Keep one of the two rows.",
    ], "a key with blanks"),
    ("districts.csv", "2,Oak City", "2,", [
        "districts.csv, row 3, column name: The cell is blank. Write text on one line.",
    ], "a required cell"),
    ("districts.csv", "Oak City", "  ", [
        "districts.csv, row 3, column name: The cell is blank. Write text on one line.",
    ], "blanks alone are blank"),
    ("levies.csv", "OAKLIB,2,Oak Library", ",2,Oak Library", [
        "levies.csv, row 5, column levy: The cell is blank. Write the levy's code, without spaces.",
    ], "a row without its code; OAKLIB is not reported as unknown elsewhere"),
    ("districts.csv", "Oak City", '"Oak\nCity"', [
        "districts.csv, row 3, column name: The text has a line break or control character (U+000A). Write it on one line.",
    ], "a line break in a cell"),
    ("districts.csv", "Oak City", "Oak\0City", [
        "districts.csv, row 3, column name: The text has a line break or control character (U+0000). Write it on one line.",
    ], "a NUL, which no database takes"),
    ("levies.csv", "VET,1", "V ET,1", [
        "levies.csv, row 3, column levy: 'V ET' contains a space. Write the code without spaces: other files separate levies by spaces.",
    ], "a levy's code with a blank"),
    # numbers
    ("requests.csv", "2600.25", "-2600.25", [
        "requests.csv, row 2, column certified_amount: '-2600.25' is below zero. Write plain dollars and cents, such as 1234.56.",
    ], "negative dollars"),
    ("requests.csv", "2600.25", '"2,600.25"', [
        "requests.csv, row 2, column certified_amount: '2,600.25' has a comma. Write plain dollars and cents, such as 1234.56.",
    ], "a thousands comma"),
    ("requests.csv", "2600.25", "$2600.25", [
        "requests.csv, row 2, column certified_amount: '$2600.25' has a dollar sign. Write plain dollars and cents, such as 1234.56.",
    ], "a dollar sign"),
    ("requests.csv", "0.01", "1%", [
        "requests.csv, row 2, column resolution_percent: '1%' has a percent sign. Write a fraction, not percent: 0.01 means 1 percent.",
    ], "a percent sign"),
    ("requests.csv", "2600.25", "2.6E+3", [
        "requests.csv, row 2, column certified_amount: '2.6E+3' is in scientific notation, which can hide digits. Write plain dollars and cents, such as 1234.56.",
    ], "what spreadsheets make of long numbers"),
    ("requests.csv", "2600.25", "NaN", [
        "requests.csv, row 2, column certified_amount: 'NaN' is not a plain number. Write plain dollars and cents, such as 1234.56.",
    ], "NaN"),
    ("requests.csv", "2600.25", "Infinity", [
        "requests.csv, row 2, column certified_amount: 'Infinity' is not a plain number. Write plain dollars and cents, such as 1234.56.",
    ], "Infinity"),
    ("requests.csv", "2600.25", "about 2600", [
        "requests.csv, row 2, column certified_amount: 'about 2600' is not a plain number. Write plain dollars and cents, such as 1234.56.",
    ], "text for a number"),
    ("requests.csv", "2600.25", "٢٦٠٠", [
        "requests.csv, row 2, column certified_amount: '٢٦٠٠' is not a plain number. Write plain dollars and cents, such as 1234.56.",
    ], "digits of another script"),
    ("requests.csv", "2600.25", "2600.255", [
        "requests.csv, row 2, column certified_amount: '2600.255' has 3 decimals; at most 2 are allowed. Write plain dollars and cents, such as 1234.56.",
    ], "dollars finer than cents"),
    ("requests.csv", "2600.25", "1000000000000", [
        "requests.csv, row 2, column certified_amount: '1000000000000' is not between 0 and 999999999999.99. Write plain dollars and cents, such as 1234.56.",
    ], "more dollars than there are"),
    ("values.csv", "1000000", "1000000.5", [
        "values.csv, row 2, column regular: '1000000.5' is not a whole number. Write plain whole dollars of value, such as 1234567.",
    ], "value with a fraction"),
    ("limits.csv", "1.7,", "101.7,", [
        "limits.csv, row 2, column last_rate: '101.7' is not between 0 and 100. Write dollars per $1,000 of value, such as 1.3046932417.",
    ], "a rate that no levy has"),
    ("limits.csv", "1.7,", "1.7000000000001,", [
        "limits.csv, row 2, column last_rate: '1.7000000000001' has 13 decimals; at most 12 are allowed. Write dollars per $1,000 of value, such as 1.3046932417.",
    ], "a rate finer than any worksheet"),
    ("limits.csv", "1.01", "101", [
        "limits.csv, row 2, column limit_factor: '101' is not between 0.8 and 2. Write a factor: 1.01 lets a levy grow by 1 percent.",
    ], "a factor in percent"),
    ("limits.csv", "1.01", "0.01", [
        "limits.csv, row 2, column limit_factor: '0.01' is not between 0.8 and 2. Write a factor: 1.01 lets a levy grow by 1 percent.",
    ], "growth in place of a factor"),
    ("requests.csv", "0.01", "1", [
        "requests.csv, row 2, column resolution_percent: '1' is not between 0 and 0.99. Write a fraction, not percent: 0.01 means 1 percent.",
    ], "percent in place of a fraction"),
    ("requests.csv", ",2023,", ",23,", [
        "requests.csv, row 2, column error_year: '23' is not a year. Write its four digits, such as 2025.",
    ], "a year of two digits"),
    ("requests.csv", "2024-11-30", "11/30/2024", [
        "requests.csv, row 2, column certified_on: '11/30/2024' is not a date in the form year-month-day. Write year, month and day with hyphens, such as 2025-01-15.",
    ], "a date as spreadsheets write it"),
    ("requests.csv", "2024-11-30", "2024-11-31", [
        "requests.csv, row 2, column certified_on: '2024-11-31' is not in the calendar. Correct the date.",
    ], "a day that is not"),
    ("requests.csv", "false", "no", [
        "requests.csv, row 2, column error_by_district: 'no' is neither true nor false. Write true or false.",
    ], "a boolean"),
    ("districts.csv", "12000", "12000.5", [
        "districts.csv, row 2, column population: '12000.5' is not a whole number. Write a whole number of people, such as 10000.",
    ], "half a person"),
    # season.toml
    ("season.toml", '"95.8"', '"0.958"', [
        "season.toml, row 5, column real_ratio: '0.958' is not between 10 and 200. Write percent, not a fraction, such as 95.8.",
    ], "a ratio as a fraction"),
    ("season.toml", "0.0257", "2.57", [
        "season.toml, row 7, column inflation: '2.57' is not between -0.2 and 0.2. Write a fraction, not percent: 0.0257 means 2.57 percent.",
    ], "inflation in percent"),
    ("season.toml", "2025\n", "25\n", [
        "season.toml, row 3, column tax_year: '25' is not a year. Write its four digits, such as 2025.",
    ], "a tax year of two digits"),
    ("season.toml", "= 10", "= 13", [
        "season.toml, row 4, column rate_decimals: '13' is not between 1 and 12. Write a whole number from 1 to 12.",
    ], "more decimals than are kept"),
    ("season.toml", "95.5", "nan", [
        "season.toml, row 6, column personal_ratio: 'nan' is not a plain number. Write percent, not a fraction, such as 95.8.",
    ], "TOML knows nan"),
    ("season.toml", "95.5", "9.55e1", [
        "season.toml, row 6, column personal_ratio: '9.55e1' is in scientific notation, which can hide digits. Write percent, not a fraction, such as 95.8.",
    ], "TOML knows exponents"),
    ("season.toml", "95.5", "[95.5]", [
        "season.toml, row 6, column personal_ratio: The value is a list. Write percent, not a fraction, such as 95.8.",
    ], "a list for a number"),
    ("season.toml", '"WA"', '"Washington"', [
        "season.toml, row 2, column state: 'Washington' is not a state's two capital letters. Write them: WA.",
    ], "a state in full"),
    ("season.toml", 'state = "WA"\n', "", [
        "season.toml, column state: The key is missing. Write the state's two capital letters, such as WA.",
    ], "a required key"),
    ("season.toml", '"Pine"', '""', [
        "season.toml, row 1, column county: The cell is blank. Write text on one line.",
    ], "a blank required key"),
    ("season.toml", "real_ratio", "real_ration", [
        "season.toml, row 5, column real_ration: The file has no key 'real_ration'; did you mean 'real_ratio'? Its keys are county, state, tax_year, rate_decimals, real_ratio, personal_ratio, inflation, parcel_rounding, parcel_rate, values_as_of, sources.",
    ], "an unknown key"),
    ("season.toml", "state =", "state", [
        "season.toml, row 2: This line is not TOML. Write key = value, with text in quotation marks, such as county = \"Benton\".",
    ], "a syntax error"),
    ("season.toml", "state =", 'county = "Fir"\nstate =', [
        "season.toml, row 2: The key on this line appears twice. Keep one of them.",
    ], "a key twice"),
    ("season.toml", '["Pine County Assessor"]', '"Pine County Assessor"', [
        'season.toml, row 9, column sources: The value is not a list of texts. Write a list of texts, such as ["County Assessor"].',
    ], "a text for a list"),
    ("season.toml", '"Pine County Assessor"', '"Pine\\nCounty"', [
        "season.toml, row 9, column sources: The text has a line break or control character (U+000A). Write it on one line.",
    ], "a line break in a source"),
    ("season.toml", "2025-01-15", "2025-01-15T08:00:00", [
        "season.toml, row 8, column values_as_of: '2025-01-15 08:00:00' is not a date in the form year-month-day. Write year, month and day with hyphens, such as 2025-01-15.",
    ], "an hour that nobody asked for"),
    ("season.toml", "sources = [", f"sources = {'[' * 9000}", [
        "season.toml: Its lists are nested too deep. Write plain keys and values.",
    ], "nesting that no reader survives"),
    ("season.toml", "= 10", "= " + "1" * 5000, [
        "season.toml, row 10: This line is not TOML. Write key = value, with text in quotation marks, such as county = \"Benton\".",
    ], "a number without end, which Python refuses to read"),
    # words and codes
    ("tax_code_areas.csv", "inactive", "Inactive", [
        "tax_code_areas.csv, row 4, column status: 'Inactive' is not one of the allowed words; did you mean 'inactive'? Write one of: active, inactive.",
    ], "a word in capitals"),
    ("levies.csv", "ELM,3", "ELM,4", [
        "levies.csv, row 6, column district: districts.csv has no district '4'. Correct the code, or add its row to districts.csv.",
    ], "an unknown district"),
    ("area_levies.csv", "A 2,", "A-2,", [
        "area_levies.csv, row 5, column area: tax_code_areas.csv has no area 'A-2'; did you mean 'A 2'? Correct the code, or add its row to tax_code_areas.csv.",
        "values.csv, row 3, column area: 'A 2' has regular value 500000, but pays no levy in area_levies.csv. Add the levies that the area pays there, or correct the value.",
    ], "workbooks and rate books spell areas differently"),
    ("area_levies.csv", "A1,OAK", "A1,0AK", [
        "area_levies.csv, row 3, column levy: levies.csv has no levy '0AK'; did you mean 'OAK'? Correct the code, or add its row to levies.csv.",
    ], "a nought for an O"),
    ("limits.csv", "OAKLIB,0.225", "OAKLIB NONE,0.225", [
        "limits.csv, row 3, column statutory_less: levies.csv has no levy 'NONE'. Correct the code, or add its row to levies.csv.",
    ], "one unknown levy of several"),
    ("limits.csv", "OAKLIB,0.225", "OAKLIB OAKLIB,0.225", [
        "limits.csv, row 3, column statutory_less: 'OAKLIB' appears twice. Write it once.",
    ], "a levy that would lower the maximum twice"),
    ("measures.csv", "OAK-lift,OAK,", "OAK-lift,OAKS,", [
        "measures.csv, row 2, column levy: levies.csv has no levy 'OAKS'; did you mean 'OAK'? Correct the code, or add its row to levies.csv.",
    ], "a measure for an unknown levy"),
    # rules
    ("levies.csv", "VET,1,Veterans,,regular,regular,,COUNTY", "VET,1,Veterans,,regular,regular,,VET", [
        "levies.csv, row 3, column part_of: VET is a part of itself. Name a levy that is not part of another.",
    ], "a part of itself"),
    ("levies.csv", "regular,3.6,,", "regular,3.6,VET,", [
        "levies.csv, row 4, column part_of: OAK is a part of VET, which is a part of COUNTY. Name a levy that is not part of another.",
    ], "a part of a part"),
    ("levies.csv", "1.8,,", "1.8,VET,", [
        "levies.csv, row 2, column part_of: COUNTY is a part of VET, which is a part of COUNTY. Name a levy that is not part of another.",
        "levies.csv, row 3, column part_of: VET is a part of COUNTY, which is a part of VET. Name a levy that is not part of another.",
    ], "two levies, each a part of the other"),
    ("levies.csv", "bond,excess", "bond,regular", [
        "levies.csv, row 7, column base: ELMBOND is a levy of kind bond with base regular. Write base excess, or correct the kind.",
    ], "a voted bond on regular value"),
    ("limits.csv", "OAKLIB,0.225", "OAK,0.225", [
        "limits.csv, row 3, column statutory_less: OAK lowers its own statutory maximum. Remove the levy that does not lower this levy's maximum.",
    ], "a levy that waits for itself"),
    ("limits.csv", "OAKLIB,400,1.01,statute,390,0.4,1000,,,,,,", "OAKLIB,400,1.01,statute,390,0.4,1000,,,,,OAK,", [
        "limits.csv, row 3, column statutory_less: OAK waits for OAKLIB waits for OAK: none of their rates can be computed first. Remove the levy that does not lower this levy's maximum.",
    ], "two levies that wait for each other"),
    ("limits.csv", "OAKLIB,400", "ELMBOND,400", [
        "limits.csv, row 4, column levy: ELMBOND is a levy of kind bond, which has no levy limit. Remove the row, or correct the kind in levies.csv.",
    ], "a bond under the levy limit"),
    ("enrichment.csv", "ELM,", "ELMBOND,", [
        "enrichment.csv, row 2, column levy: ELMBOND is a levy of kind bond, not enrichment. Remove the row, or correct the kind in levies.csv.",
    ], "a bond among enrichment levies"),
    ("requests.csv", "COUNTY,", "OLD,", [
        "requests.csv, row 2, column levy: OLD is retired, and is not computed. Remove the row, or make the levy active in levies.csv.",
    ], "a retired levy that asks for money"),
    ("received_rates.csv", "ELMBOND,", "OLD,", [
        "received_rates.csv, row 3, column levy: OLD is retired, and is not computed. Remove the row, or make the levy active in levies.csv.",
    ], "a retired levy that is given a rate"),
    ("requests.csv", "2024-11-30", "2015-11-30", [
        "requests.csv, row 2, column certified_on: 2015-11-30 is not in 2024 or 2025. Write the day on which the levy of 2025 was certified.",
    ], "a digit that slipped"),
    ("requests.csv", "2024-11-30", "2026-01-02", [
        "requests.csv, row 2, column certified_on: 2026-01-02 is not in 2024 or 2025. Write the day on which the levy of 2025 was certified.",
    ], "after the year in which its taxes are paid"),
    ("received_rates.csv", "0.01125,", "0.01125,5", [
        "received_rates.csv, row 2: VET has a rate and an amount. Write the figure that was received, and leave the other blank.",
    ], "both rate and amount"),
    ("received_rates.csv", "0.01125,", ",", [
        "received_rates.csv, row 2: VET has neither a rate nor an amount. Write the figure that was received, and leave the other blank.",
    ], "neither rate nor amount"),
    ("protections.csv", "0.25", "0.26", [
        "protections.csv, row 2, column rate: '0.26' is not between 0 and 0.25. Write dollars per $1,000 of value, such as 0.25.",
    ], "more than any district may protect"),
    ("protections.csv", "0.25", "", [
        "protections.csv, row 2, column rate: The cell is blank. Write dollars per $1,000 of value, such as 0.25.",
    ], "a protection without its rate"),
    ("protections.csv", "OAK,", "OAKK,", [
        "protections.csv, row 2, column levy: levies.csv has no levy 'OAKK'; did you mean 'OAK'? Correct the code, or add its row to levies.csv.",
    ], "a protection of an unknown levy"),
    ("protections.csv", "Resolution 7\n", "Resolution 7\nOAK,0.1,\n", [
        "protections.csv, row 3, column levy: Row 2 already has 'OAK'. Keep one of the two rows.",
    ], "a levy protected twice"),
    ("protections.csv", "OAK,", "OLD,", [
        "protections.csv, row 2, column levy: OLD is retired, and is not computed. Remove the row, or make the levy active in levies.csv.",
    ], "a retired levy that is protected"),
    ("buy_downs.csv", "COUNTY,OAKLIB", "COUNTYY,OAKLIBB", [
        "buy_downs.csv, row 2, column seller: levies.csv has no levy 'COUNTYY'; did you mean 'COUNTY'? Correct the code, or add its row to levies.csv.",
        "buy_downs.csv, row 2, column buyer: levies.csv has no levy 'OAKLIBB'; did you mean 'OAKLIB'? Correct the code, or add its row to levies.csv.",
    ], "an agreement of levies that are not"),
    ("buy_downs.csv", "OAK,OAKLIB", "COUNTY,OAKLIB", [
        "buy_downs.csv, row 3: Row 2 already has 'COUNTY' and 'OAKLIB'. Keep one of the two rows.",
    ], "an agreement twice"),
    ("buy_downs.csv", "COUNTY,OAKLIB", "OLD,OAKLIB", [
        "buy_downs.csv, row 2, column seller: OLD is retired, and is not computed. Remove the row, or make the levy active in levies.csv.",
    ], "a retired levy that sells"),
    ("buy_downs.csv", "COUNTY,OAKLIB", "COUNTY,OLD", [
        "buy_downs.csv, row 2, column buyer: OLD is retired, and is not computed. Remove the row, or make the levy active in levies.csv.",
    ], "a retired levy that buys"),
    ("buy_downs.csv", "COUNTY,OAKLIB", "OAKLIB,OAKLIB", [
        "buy_downs.csv, row 2, column buyer: OAKLIB is both seller and buyer. Write the levy that the seller is lowered for.",
    ], "a levy that buys of itself"),
    ("buy_downs.csv", "0.1,", "0,", [
        "buy_downs.csv, row 2, column rate: The agreement lowers COUNTY by nothing. Write the rate of the agreement, or remove the row.",
    ], "an agreement about nothing"),
    ("buy_downs.csv", "0.1,", "-0.1,", [
        "buy_downs.csv, row 2, column rate: '-0.1' is below zero. Write dollars per $1,000 of value, such as 1.3046932417.",
    ], "a rate below zero"),
    ("measures.csv", "2030", "2024", [
        "measures.csv, row 2, column last_year: The term ends in 2024, before it begins in 2025. Correct one of the years; leave a year that is not known blank.",
    ], "a term that runs backwards"),
    ("limits.csv", "1.7,1500,", "1.7,1499,", [
        "limits.csv, row 2, column new_construction: 1499 is not 1500, the sum of the counties in levy_values.csv. Correct whichever is wrong.",
    ], "counties that have more than the district"),
    ("limits.csv", "1.7,1500,", "1.7,1501,", [
        "limits.csv, row 2, column new_construction: 1501 is not 1500, the sum of the counties in levy_values.csv. Correct whichever is wrong.",
    ], "counties that have less than the district"),
    ("values.csv", "1000000,20000,5000", "1000000,996000,5000", [
        "values.csv, row 2, column regular: senior and farm add up to 1001000, more than regular 1000000. Correct the values: senior and farm are parts of regular.",
    ], "relief of more value than there is"),
    ("values.csv", "A3,0", "A3,7", [
        "values.csv, row 4, column regular: 'A3' has regular value 7, but is inactive in tax_code_areas.csv. Make the area active there, or correct the value.",
    ], "value in an area that is not in use"),
    ("published.csv", "rate,COUNTY,,", "rate,,,", [
        "published.csv, row 2, column levy: The cell is blank. Write the levy that has this rate.",
    ], "a published rate of nobody"),
    ("published.csv", "area_total,,A1", "area_total,OAK,A1", [
        "published.csv, row 3, column levy: area_total is a figure of one area, not of the levy OAK. Leave the cell blank.",
    ], "an area's total for a levy"),
    ("published.csv", "rate,COUNTY,,1.7", "amount,COUNTY,,1.755", [
        "published.csv, row 2, column value: '1.755' has 3 decimals; at most 2 are allowed. Write plain dollars and cents, such as 1234.56.",
    ], "an amount in the unit of a rate"),
    ("published.csv", "rate,COUNTY", "rates,COUNTY", [
        "published.csv, row 2, column item: 'rates' is not one of the allowed words; did you mean 'rate'? Write one of: rate, amount, base, area_total, aggregate_590, one_percent.",
    ], "an item that is not compared"),
]
# fmt: on


@pytest.mark.parametrize("file, old, new, expected, because", CELLS)
def test_each_problem_is_told(good_folder, file, old, new, expected, because):
    spoil(good_folder, file, old, new)
    assert sentences(good_folder) == expected, because


# fmt: off
ACCEPTED = [
    ("requests.csv", "false", "FALSE", "spreadsheets shout"),
    ("requests.csv", "2600.25", " 2600.250 ", "blanks around a cell, zeros at its end"),
    ("limits.csv", "1.7,1500,", "1.7,,", "a blank need not add up"),
    ("levy_values.csv", "600000,500", "600000,", "a county that is not known need not add up"),
    ("season.toml", "0.0257", "-0.004", "prices can fall"),
    ("area_levies.csv", "A1,OAK\n", "A1,OAK\n\n,\n", "rows without text"),
    ("levies.csv", ",bond,excess", ",refund,regular", "a refund has the base of what was refunded"),
    ("tax_code_areas.csv", "A1,Oak", "A1,'Oak's", "an apostrophe is text"),
    ("measures.csv", "2030", "", "a term not known"),
    ("values.csv", "A1,1000000,20000", "A1,,20000", "relief is known before value is"),
]
# fmt: on


@pytest.mark.parametrize("file, old, new, because", ACCEPTED)
def test_what_is_not_a_problem(good_folder, file, old, new, because):
    spoil(good_folder, file, old, new)
    assert sentences(good_folder) == [], because


NEEDED = [table.file for table in FILES if table.needed]


@pytest.mark.parametrize("file", [table.file for table in FILES])
def test_a_missing_file_is_a_problem_where_a_season_is_nothing_without_it(good_folder, file):
    (good_folder / file).unlink()
    assert [line for line in sentences(good_folder) if line.startswith(file)] == (
        [MISSING[file]] if file in NEEDED else []
    )


# fmt: off
MISSING = {
    "season.toml": "season.toml: The file is missing. Add it with at least county, state, tax_year and rate_decimals.",
    "districts.csv": "districts.csv: The file is missing. Add it with one row for each taxing district, under the header district,name,kind,population,lead_county.",
    "levies.csv": "levies.csv: The file is missing. Add it with one row for each levy, under the header levy,district,name,fund,kind,base,statutory_rate,part_of,status.",
    "tax_code_areas.csv": "tax_code_areas.csv: The file is missing. Add it with one row for each tax code area, under the header area,name,status.",
    "area_levies.csv": "area_levies.csv: The file is missing. Add it with one row for each area and levy that it pays, under the header area,levy.",
    "values.csv": "values.csv: The file is missing. Add it with one row for each area with its taxable values, under the header area,regular,senior,farm,timber_full,timber_half,timber_roll,tif_increment,new_construction,real,personal,state_assessed.",
}
# fmt: on


def test_the_six_files_that_a_season_is_nothing_without():
    assert list(MISSING) == NEEDED


def test_a_missing_file_says_nothing_of_the_codes_that_it_may_have(good_folder):
    (good_folder / "levies.csv").unlink()
    assert sentences(good_folder) == [MISSING["levies.csv"]]


# fmt: off
BYTES = [
    ("districts.csv", "é".encode("latin-1"), ["districts.csv, row 5: The byte 0xe9 in this row is not UTF-8. Save the file as UTF-8 (CSV UTF-8 in Excel)."], "another encoding"),
    ("season.toml", b"\xff", ["season.toml, row 10: The byte 0xff in this row is not UTF-8. Save the file as UTF-8 (CSV UTF-8 in Excel)."], "the same in season.toml"),
]
# fmt: on


@pytest.mark.parametrize("file, tail, expected, because", BYTES)
def test_a_file_that_is_not_utf8(good_folder, file, tail, expected, because):
    path = good_folder / file
    path.write_bytes(path.read_bytes() + tail)
    assert sentences(good_folder) == expected, because


def test_rows_are_counted_as_an_editor_counts_them(good_folder):
    spoil(good_folder, "districts.csv", "Pine County", '"Pine\n\nCounty"')
    spoil(good_folder, "districts.csv", "3,Elm School,school", "3,Elm School,schools")
    rows = [problem.row for problem in read_season_folder(good_folder)[1]]
    assert rows == [2, 6], "a cell of three lines, then the next row but one"


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from([table.file for table in FILES]), st.data())
def test_no_content_raises(good_folder, file, data):
    path = good_folder / file
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content)))
    spoilt = data.draw(st.binary(max_size=8) | st.sampled_from([b'"', b"\r", b"\n", b",", b"["]))
    try:
        path.write_bytes(content[:at] + spoilt + content[at + len(spoilt) :])
        season, problems = read_season_folder(good_folder)
        assert (season is None) == bool(problems)
    finally:
        path.write_bytes(content)


def test_byte_order_marks_and_windows_line_ends_are_read(good_folder):
    plain = read_season_folder(good_folder)
    for path in good_folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_season_folder(good_folder) == plain


@pytest.mark.parametrize("text", ["", "\n", "\r\n\r\n"])
def test_an_empty_file_has_no_header(good_folder, text):
    (good_folder / "area_levies.csv").write_text(text, newline="")
    assert sentences(good_folder) == [
        "area_levies.csv, row 1: The first row has no column names. Write: area,levy."
    ]


def test_a_folder_in_place_of_a_file(good_folder):
    (good_folder / "enrichment.csv").unlink()
    (good_folder / "enrichment.csv").mkdir()
    assert sentences(good_folder) == [
        "enrichment.csv: The file cannot be read (Is a directory). "
        "Check that it is a file that you may read."
    ]


def test_the_folder_itself(tmp_path):
    nowhere, file, empty = tmp_path / "nowhere", tmp_path / "file", tmp_path / "empty"
    file.touch()
    empty.mkdir()
    assert sentences(nowhere) == [f"{nowhere}: There is no such folder. Check the path."]
    assert sentences(file) == [
        f"{file}: This is a file, not a folder. Name the folder that contains the season's files."
    ]
    assert sentences(empty) == [
        f"{empty}: The folder does not contain a season. Name a folder that contains season.toml, "
        "districts.csv, levies.csv, tax_code_areas.csv, area_levies.csv, values.csv."
    ]


def test_files_that_are_no_part_of_a_season(good_folder):
    for name in ("README.md", "rates.csv", "area_totals.csv", ".DS_Store", "~$levies.csv"):
        (good_folder / name).touch()
    assert sentences(good_folder) == []
    for name in ("notes.txt", "levy.csv", "Values.csv"):
        (good_folder / name).touch()
    assert sentences(good_folder) == [
        "Values.csv: A season folder has no file with this name; did you mean 'values.csv'? "
        "Rename it, or remove it from the folder.",
        "levy.csv: A season folder has no file with this name; did you mean 'levies.csv'? "
        "Rename it, or remove it from the folder.",
        "notes.txt: A season folder has no file with this name. "
        "Rename it, or remove it from the folder.",
    ]


# fmt: off
SPOILT = [
    ("season.toml",        "2025\n",           "25\n"),
    ("season.toml",        '"95.8"',           '"0.958"'),
    ("season.toml",        'county = "Pine"\n', 'country = "Pine"\n'),
    ("districts.csv",      "county,12000",     "County,12k"),
    ("levies.csv",         "OAKLIB,2",         "OAK,9"),
    ("levies.csv",         "bond,excess",      "bond,regular"),
    ("tax_code_areas.csv", "A1,Oak",           "A1"),
    ("area_levies.csv",    "A1,OAK",           "A1,oak"),
    ("levy_values.csv",    "1400000",          "NaN"),
    ("limits.csv",         "1.01",             "101"),
    ("limits.csv",         "2500.50",          "-2500.505"),
    ("requests.csv",       "2600.25",          "$2600.25"),
    ("requests.csv",       "0.01",             "1"),
    ("requests.csv",       "2024-11-30",       "30.11.2024"),
    ("enrichment.csv",     "voter_approved",   "voters_approved"),
    ("received_rates.csv", "0.01125,",         "0.01125,3"),
    ("measures.csv",       "2030",             "2020"),
]
# fmt: on


def test_many_problems_are_told_in_one_run_by_file_row_and_column(good_folder):
    for file, old, new in SPOILT:
        spoil(good_folder, file, old, new)
    (good_folder / "values.csv").unlink()
    (good_folder / "notes.txt").touch()
    report = "".join(f"{line}\n" for line in sentences(good_folder))
    assert report == (HERE / "many_problems.txt").read_text()


def test_progress_counts_files(good_folder):
    seen = []
    read_season_folder(good_folder, lambda done, total: seen.append((done, total)))
    assert seen == [(done, len(FILES)) for done in range(1, len(FILES) + 1)]


def test_a_foreign_file_of_many_unknown_codes_is_told_in_full(good_folder):
    rows = "".join(f"A1,X{number:05}\n" for number in range(3000))
    (good_folder / "area_levies.csv").write_text("area,levy\nA 2,COUNTY\n" + rows)
    lines = sentences(good_folder)
    assert len(lines) == 3000
    assert lines[-1] == (
        "area_levies.csv, row 3002, column levy: levies.csv has no levy 'X02999'. "
        "Correct the code, or add its row to levies.csv."
    )
