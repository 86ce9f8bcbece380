from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("email", "0009_grants")]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="has_own_return_paths",
            field=models.BooleanField(
                default=True,
                help_text="Needs plus addressing. What bounces comes back to name+letter@…, and so finds the letter it is about even when it quotes nothing. The domain stays the same, for SPF and DMARC; a server that refuses such senders gets the plain address.",
                verbose_name="a return path for each letter",
            ),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="most_a_day",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="What your provider allows, 2 000 at many. More letters wait for their turn and stay in order.",
                null=True,
                verbose_name="letters a day",
            ),
        ),
        migrations.AddField(
            model_name="sendingpace",
            name="day_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="sendingpace",
            name="day_count",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
