#!/bin/sh
# Field:     reading the Excel lists that offices keep (proposals, rosters, working days)
# Versions:  python-calamine 0.9.1, openpyxl 3.1.5
# Seen:      `to_python()` gives the same empty string for an empty cell, for an error such as #N/A and for a
#            formula that was saved without its value; a row that is hidden or filtered away comes like any other.
#            openpyxl tells the four apart.
# Matters:   whoever imports such a list cannot tell a person that a cell is broken: the row is taken with nothing
#            in it, and rows that somebody had filtered away are imported without a word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
cd "$folder"
cat > see.py <<'PYTHON'
import openpyxl
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
sheet = book.active
sheet.append(["题目", "编号"])
sheet.append(["空单元格", None])
sheet.append(["错误值", "#N/A"])
sheet["B3"].data_type = "e"
sheet.append(["未算出的公式", "=1+1"])
sheet.append(["隐藏的行", 7])
sheet.row_dimensions[5].hidden = True
book.save("list.xlsx")

for row in CalamineWorkbook.from_path("list.xlsx").get_sheet_by_index(0).to_python():
    print("calamine", row)
values = openpyxl.load_workbook("list.xlsx", data_only=True).active
formulas = openpyxl.load_workbook("list.xlsx").active
for n in range(2, 6):
    told = (values[f"B{n}"].value, values[f"B{n}"].data_type, formulas[f"B{n}"].data_type)
    print("openpyxl", values[f"A{n}"].value, told, "hidden" if formulas.row_dimensions[n].hidden else "shown")
PYTHON
"$folder/venv/bin/python" see.py | tee seen
cat > expected <<'TEXT'
calamine ['题目', '编号']
calamine ['空单元格', '']
calamine ['错误值', '']
calamine ['未算出的公式', '']
calamine ['隐藏的行', 7.0]
openpyxl 空单元格 (None, 'n', 'n') shown
openpyxl 错误值 ('#N/A', 'e', 'e') shown
openpyxl 未算出的公式 (None, 'n', 'f') shown
openpyxl 隐藏的行 (7, 'n', 'n') hidden
TEXT
diff expected seen
