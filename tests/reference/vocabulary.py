"""The facts of the environments: names of parameters, groups, columns, and the order of elements."""

BOTH = {
    "authors": "text",
    "citationTitles": "text",
    "journals": "text",
    "doi": "text",
    "publicationYears": "years",
    "sampleNames": "text",
    "igsn": "text",
    "expeditions": "text",
    "dataSources": "text",
    "laboratories": "text",
    "analysisTypes": "grouped",
    "taxons": "grouped",
    "geoFeatures": "grouped",
    "variables": "variables",
    "chemistry": "chemistry",
    "boundingBox": "box",
    "polygons": "polygons",
    "minage": "number",
    "maxage": "number",
    "exactage": "number",
}
SYNTHESIS_ONLY = {
    "title": "text",
    "journal": "text",
    "minpubyear": "year",
    "maxpubyear": "year",
    "exactpubyear": "year",
    "level1": "text",
    "level2": "text",
    "level3": "text",
    "level4": "text",
    "material": "text",
    "geologicalage": "text",
    "keyword": "text",
}
KINDS = {"synthesis": {**BOTH, **SYNTHESIS_ONLY}, "petdb": BOTH}

ALIASES = {
    "synthesis": {"author": "authors", "sampleid": "sampleNames", "cruiseid": "expeditions", "polygon": "polygons"},
    "petdb": {},
}
BOX_SIDES = {"synthesis": ("west", "south", "east", "north"), "petdb": ()}

IGNORED = {
    "size",
    "afterKey",
    "startrow",
    "endrow",
    "searchtype",
    "outputtype",
    "standarditems",
    "showcolumnnames",
    "showunits",
}

LIST_VALUES_MAX = 500
EXPRESSIONS_MAX = 50
QUERY_BYTES_MAX = 8 * 1024

GROUPS = ["major oxide", "rare earth element", "trace element", "radiogenic isotope ratio"]
GROUP_CODES = {
    "maj": "major oxide",
    "mj": "major oxide",
    "ree": "rare earth element",
    "te": "trace element",
    "ir": "radiogenic isotope ratio",
}
ELEMENTS_SPELLED_LIKE_A_CODE = {"Te", "Ir"}

_OXIDES = (
    "SiO2 TiO2 Al2O3 Cr2O3 Fe2O3 Fe2O3T FeO FeOT NiO MnO MgO CaO SrO BaO Na2O K2O P2O5 SO3 "
    "H2O H2O+ H2O- CO2 LOI Total"
)
_ELEMENTS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As "
    "Se Br Kr Rb Sr Y Zr Nb Mo Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Sm Eu Gd Tb "
    "Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Ra Ac Th Pa U"
)
_RATIOS = "87Sr/86Sr 143Nd/144Nd 176Hf/177Hf 206Pb/204Pb 207Pb/204Pb 208Pb/204Pb 187Os/188Os"
VARIABLE_ORDER = {name: place for place, name in enumerate(f"{_OXIDES} {_ELEMENTS} {_RATIOS}".split())}

METADATA_COLUMNS = (
    "sampleId sampleName igsn dataSource datasetCode analysisType material level1 level2 level3 level4 "
    "rockDescription alteration tectonicSetting geoFeatures latitude longitude locationPrecision "
    "elevationMin elevationMax geologicalAge ageMin age ageMax station expeditions samplingTechnique "
    "collectionDate citations authors publicationYears dois comment"
).split()

LONG_COLUMNS = (
    "sampleId sampleName latitude longitude citations variable group unit value qualifier valueText "
    "method methodComment laboratory stdevValue stdevType stdevUnit citation"
).split()

# In a flat record every other field is an analyte.
OWN_FIELDS = set(
    "sampleId sampleName rootParent igsn dataSource datasetCode analysisType material level1 level2 "
    "level3 level4 rockDescription alteration tectonicSetting geoFeatures latitude longitude location "
    "locationPrecision elevationMin elevationMax geologicalAge ageMin age ageMax station expeditions "
    "samplingTechnique collectionDate comment citations methods variableNames resultCount "
    "results".split()
)
