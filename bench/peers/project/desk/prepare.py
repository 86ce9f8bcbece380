"""Makes the tables, an agent who is signed in, and a queue with a mail folder. Prints the session's key."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from helpdesk.models import Queue  # noqa: E402

call_command("migrate", verbosity=0)
call_command("loaddata", "emailtemplate.json", verbosity=0)
agent = User.objects.create_superuser("grace", "grace@coffee.example", "x")
Queue.objects.create(
    title="Hello",
    slug="hello",
    email_address="hello@coffee.example",
    allow_email_submission=True,
    email_box_type="local",
    email_box_local_dir=os.path.join(os.environ["PEER_FOLDER"], "mail"),
    email_box_interval=0,
)
client = Client()
client.force_login(agent)
sys.stdout.write(client.cookies[settings.SESSION_COOKIE_NAME].value)
