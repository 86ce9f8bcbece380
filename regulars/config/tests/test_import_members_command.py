import argparse

from regulars.config.commands import import_
from regulars.loyalty.tests.members import a_programme


def test_a_terminal_is_told_how_many_and_where_the_refused_lines_are(db, tmp_path, capsys):
    a_programme()
    path = tmp_path / "members.csv"
    path.write_text("number,name\nB1,=Eve\nB2,\n")
    parser = argparse.ArgumentParser()
    import_.arguments(parser)
    assert import_.run(parser.parse_args(["members", str(path)])) == 1
    said = capsys.readouterr().out
    assert "1 members joined Beans" in said and "1 lines were refused" in said
    refused = (tmp_path / "members.csv.refused.csv").read_text().splitlines()
    assert refused[0] == "number,name,line,column,why" and refused[1].startswith("B2,,3,email,")
