"""A small season folder with nothing wrong in it, for tests to spoil in one place."""

import pytest

GOOD = {
    "season.toml": """\
county = "Pine"
state = "WA"
tax_year = 2025
rate_decimals = 10
real_ratio = "95.8"
personal_ratio = 95.5
inflation = 0.0257
values_as_of = 2025-01-15
sources = ["Pine County Assessor"]
""",
    "districts.csv": """\
district,name,kind,population,lead_county
1,Pine County,county,12000,Pine
2,Oak City,city,,
3,Elm School,school,,Fir
""",
    "levies.csv": """\
levy,district,name,fund,kind,base,statutory_rate,part_of,status
COUNTY,1,County,0001,regular,regular,1.8,,active
VET,1,Veterans,,regular,regular,,COUNTY,active
OAK,2,"Oak, the city",,regular,regular,3.6,,active
OAKLIB,2,Oak Library,,regular,regular,0.5,,active
ELM,3,Enrichment,,enrichment,enrichment,,,active
ELMBOND,3,Bond,,bond,excess,,,active
OLD,2,Old Bond,,bond,excess,,,retired
""",
    "tax_code_areas.csv": """\
area,name,status
A1,Oak,active
A 2,Country,active
A3,Gone,inactive
""",
    "area_levies.csv": """\
area,levy
A1,COUNTY
A1,OAK
A1,OLD
A 2,COUNTY
A3,COUNTY
""",
    "values.csv": """\
area,regular,senior,farm,timber_full,timber_half,timber_roll,tif_increment,new_construction,real,personal,state_assessed
A1,1000000,20000,5000,,,,,1000,,,
A 2,500000,0,0,,,,,0,,,
A3,0,,,,,,,,,,
""",
    "levy_values.csv": """\
levy,county,base,new_construction,state_assessed,state_assessed_prior,reason
COUNTY,Pine,1400000,1000,300,,dated
COUNTY,Fir,600000,500,200,,joint
""",
    "limits.csv": """\
levy,highest_lawful_levy,limit_factor,limit_factor_reason,last_levy,last_rate,new_construction,tif_increment,state_assessed,state_assessed_prior,annexed_value,statutory_less,statutory_plus
COUNTY,2500.50,1.01,statute,2400,1.7,1500,,500,450,,,
OAK,3000,1.01,statute,2900,2.9,1000,0,,,,OAKLIB,0.225
OAKLIB,400,1.01,statute,390,0.4,1000,,,,,,
""",
    "requests.csv": """\
levy,certified_amount,certified_on,resolution_dollars,resolution_percent,resolution_number,refund,abeyance,over_levied,under_levied,error_year,error_by_district,shift_to,shift_from
COUNTY,2600.25,2024-11-30,25,0.01,2024-7,10,,,5,2023,false,,
""",
    "enrichment.csv": """\
levy,voter_approved,per_pupil_maximum
ELM,1500000,1600000.00
""",
    "received_rates.csv": """\
levy,rate,amount,from
VET,0.01125,,RCW 73.08.080
ELMBOND,,5000,Fir County
""",
    "measures.csv": """\
measure,levy,kind,election,outcome,first_year,last_year,rate,factor,document
OAK-lift,OAK,lid_lift_single_year,2024-11-05,passed,2025,2030,3.1,1.06,Ordinance 5
""",
    "protections.csv": """\
levy,rate,document
OAK,0.25,Resolution 7
""",
    "buy_downs.csv": """\
seller,buyer,rate,document
COUNTY,OAKLIB,0.1,Contract 9
OAK,OAKLIB,0.05,
""",
    "published.csv": """\
source,item,levy,area,value,as_of
Rate book,rate,COUNTY,,1.7,2025-01-30
Rate book,area_total,,A1,9.5,
""",
}


@pytest.fixture
def good_folder(tmp_path):
    """A season folder that reads without problems."""
    folder = tmp_path / "pine-2025"
    folder.mkdir()
    for name, text in GOOD.items():
        (folder / name).write_text(text, newline="")
    return folder
