from regulars.config import command_line
from regulars.customers.models import Customer, CustomField, TimelineEvent
from regulars.team.models import AuditEntry

CHURN = b"""\
customerID,gender,SeniorCitizen,tenure,Contract,TotalCharges,Churn,E-mail,Zip
7590-VHVEG,Female,0,1,Month-to-month,29.85,No,ada@moreau.example,01234
5575-GNVDE,Male,0,34,One year, ,Yes,not an address,
3668-QPYBK,Male,1,2,Month-to-month,108.15,Yes,,
,Male,1,2,Month-to-month,108.15,Yes,,
"""


def test_customers_come_with_all_that_is_known_of_them(db, tmp_path, capsys):
    CustomField.objects.create(about="customer", key="months", label="Tenure", kind="number")
    path = tmp_path / "telco.csv"
    path.write_bytes(CHURN)
    for _again in range(2):
        assert command_line.main(["import", "customers", str(path)]) == 1
    assert "2 customers taken in" in capsys.readouterr().out
    ada = Customer.objects.get(identities__value="ada@moreau.example")
    assert ada.attributes == {
        "gender": "Female", "SeniorCitizen": 0, "months": 1, "Contract": "Month-to-month", "TotalCharges": 29.85, "Churn": "No", "Zip": "01234"
    }  # fmt: skip
    assert {each.value for each in ada.identities.all()} == {"7590-VHVEG", "ada@moreau.example"}
    assert Customer.objects.count() == 2 and not TimelineEvent.objects.filter(kind="customer.met").exists()
    refused = (tmp_path / "telco.csv.refused.csv").read_text()
    assert "5575-GNVDE" in refused and "Say who it is" in refused
    assert AuditEntry.objects.filter(action="customers.imported").count() == 2


def test_what_each_column_is_taken_for_is_said_and_may_be_asked_alone(db, tmp_path, capsys):
    CustomField.objects.create(about="customer", key="months", label="Tenure", kind="number")
    path = tmp_path / "list.csv"
    path.write_text(
        "Kundennummer,E-Mail,Newsletter,newsletter_at,UNSUB_TIME,Unsubscribed,tenure,Ort,Ort,,Land\nK-1,,,,,,,,,,\n"
    )
    assert command_line.main(["import", "customers", str(path), "--columns"]) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        "Kundennummer → id",
        "E-Mail → email",
        "Newsletter → consent by email",
        "newsletter_at → day of the consent by email",
        "UNSUB_TIME → consent by email: withdrawn on this day",
        "Unsubscribed → consent by email: withdrawn if it says yes",
        "tenure → the field Tenure",
        "Facts under their own names: Ort, Ort 2, column 10, Land",
    ]
    assert not Customer.objects.exists()


def test_what_cannot_be_read_to_its_end_is_brought_in_not_at_all(db, tmp_path, capsys):
    path = tmp_path / "list.csv"
    path.write_text('id,note\nK-1,"two\nlines"\nK-2,"and\nK-3,\n')
    assert command_line.main(["import", "customers", str(path)]) != 0
    assert "On line 4 a quotation mark opens" in capsys.readouterr().err
    assert command_line.main(["import", "customers", str(path), "--country", "Narnia"]) != 0
    assert "no country Narnia" in capsys.readouterr().err and not Customer.objects.exists()
