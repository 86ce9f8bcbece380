import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import regulars.lib.sealed
from regulars.lib.at_once import AtOnce


class Migration(AtOnce):
    initial = True

    dependencies = [
        ("customers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Product",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("vendor", models.CharField(blank=True, max_length=120)),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                (
                    "skus",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), default=list, size=None
                    ),
                ),
                ("price", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("address", models.URLField(blank=True, max_length=500)),
                ("picture", models.URLField(blank=True, max_length=1000)),
                ("is_sold", models.BooleanField(default=True)),
                ("source_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shopify", "Shopify"),
                            ("woocommerce", "WooCommerce"),
                            ("stripe", "Stripe"),
                            ("own", "API and CSV"),
                        ],
                        default="own",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(help_text="As your team calls it.", max_length=80, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="As programs call it: small letters, digits and hyphens.",
                        max_length=40,
                        unique=True,
                        verbose_name="short name",
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        help_text="For links to orders, and to tell the shop from others: https://kettle.myshopify.com",
                        verbose_name="website",
                    ),
                ),
                ("secret", regulars.lib.sealed.SealedField(blank=True, verbose_name="signing secret")),
                (
                    "takes_tests",
                    models.BooleanField(
                        default=False, help_text="While you try it out.", verbose_name="count test orders as real ones"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("called_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("uninstalled_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "is_offered",
                    models.BooleanField(default=True, verbose_name="Customers may ask for returns themselves"),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="From delivery, or from when the order was placed while that is not known.",
                        verbose_name="Days to ask for it",
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Reasons to choose from",
                    ),
                ),
                (
                    "excluded",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Categories that do not come back",
                    ),
                ),
                (
                    "approves_below",
                    models.BigIntegerField(
                        blank=True,
                        help_text="What the goods cost, in the smallest unit of the order’s currency; empty: somebody always looks.",
                        null=True,
                        verbose_name="Approve by itself up to",
                    ),
                ),
                (
                    "instructions",
                    models.TextField(
                        blank=True,
                        help_text="Where to send it, and how. The customer reads it.",
                        verbose_name="What to do with an approved return",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        default="EUR",
                        help_text="Orders in others are not added to what conditions call “spent”.",
                        max_length=3,
                        verbose_name="Currency that spending is counted in",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                ("number", models.CharField(max_length=64)),
                ("email", models.CharField(blank=True, max_length=320)),
                ("buyer", models.CharField(blank=True, max_length=200)),
                ("buyer_id", models.CharField(blank=True, max_length=160)),
                ("currency", models.CharField(max_length=3)),
                ("total", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("shipping", models.BigIntegerField(default=0)),
                ("discount", models.BigIntegerField(default=0)),
                ("gift_card", models.BigIntegerField(default=0)),
                ("refunded", models.BigIntegerField(default=0)),
                ("is_tax_included", models.BooleanField(default=False)),
                ("shown_currency", models.CharField(blank=True, max_length=3)),
                ("shown_total", models.BigIntegerField(null=True)),
                ("is_test", models.BooleanField(default=False)),
                (
                    "said_paid",
                    models.CharField(
                        choices=[
                            ("pending", "not paid"),
                            ("authorised", "authorised"),
                            ("partly", "partly paid"),
                            ("paid", "paid"),
                            ("partly refunded", "partly refunded"),
                            ("refunded", "refunded"),
                            ("voided", "voided"),
                            ("failed", "payment failed"),
                        ],
                        default="pending",
                        max_length=16,
                    ),
                ),
                (
                    "paid",
                    models.CharField(
                        choices=[
                            ("pending", "not paid"),
                            ("authorised", "authorised"),
                            ("partly", "partly paid"),
                            ("paid", "paid"),
                            ("partly refunded", "partly refunded"),
                            ("refunded", "refunded"),
                            ("voided", "voided"),
                            ("failed", "payment failed"),
                        ],
                        default="pending",
                        max_length=16,
                    ),
                ),
                (
                    "said_shipped",
                    models.CharField(
                        choices=[
                            ("not yet", "not shipped"),
                            ("partly", "partly shipped"),
                            ("shipped", "shipped"),
                            ("delivered", "delivered"),
                        ],
                        default="not yet",
                        max_length=16,
                    ),
                ),
                (
                    "shipped",
                    models.CharField(
                        choices=[
                            ("not yet", "not shipped"),
                            ("partly", "partly shipped"),
                            ("shipped", "shipped"),
                            ("delivered", "delivered"),
                        ],
                        default="not yet",
                        max_length=16,
                    ),
                ),
                ("is_complete", models.BooleanField(default=False)),
                ("placed_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=64)),
                ("deleted_at", models.DateTimeField(null=True)),
                ("address", models.URLField(blank=True, max_length=500)),
                ("status_address", models.URLField(blank=True, max_length=1000)),
                ("source_at", models.DateTimeField(null=True)),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=32), default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="orders",
                        to="customers.customer",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="commerce.shop"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(choices=[("orders", "orders"), ("products", "products")], max_length=8)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("columns", models.JSONField(default=list)),
                ("total", models.PositiveIntegerField(default=0)),
                ("place", models.PositiveIntegerField(default=0)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("is_stopped", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("worked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="imports", to="commerce.shop"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                ("title", models.CharField(max_length=300)),
                ("variant", models.CharField(blank=True, max_length=200)),
                ("sku", models.CharField(blank=True, max_length=120)),
                ("quantity", models.PositiveIntegerField()),
                ("price", models.BigIntegerField()),
                ("discount", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("net", models.BigIntegerField()),
                ("by_gift_card", models.BigIntegerField(default=0)),
                ("is_gift_card", models.BooleanField(default=False)),
                ("refunded_quantity", models.PositiveIntegerField(default=0)),
                ("refunded_net", models.BigIntegerField(default=0)),
                ("refunded_tax", models.BigIntegerField(default=0)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="commerce.order"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lines",
                        to="commerce.product",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                ("amount", models.BigIntegerField()),
                ("shipping", models.BigIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("is_pending", models.BooleanField(default=False)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refunds", to="commerce.order"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RefundLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField(default=0)),
                ("net", models.BigIntegerField(default=0)),
                ("tax", models.BigIntegerField(default=0)),
                ("is_restocked", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refunds", to="commerce.orderline"
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="commerce.refund"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RefundRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refund_requests", to="commerce.order"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RefusedLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("field", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=500)),
                ("cells", models.JSONField(default=list)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refusals", to="commerce.orderimport"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "asked for"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("received", "arrived"),
                            ("refunded", "refunded"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="requested",
                        max_length=9,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("label", models.CharField(blank=True, max_length=64)),
                ("label_name", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="returns",
                        to="customers.customer",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="returns", to="commerce.order"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quantity", models.PositiveIntegerField()),
                ("refunded_before", models.PositiveIntegerField(default=0)),
                ("reason", models.CharField(blank=True, max_length=80)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="returns", to="commerce.orderline"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="commerce.return"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "being prepared"),
                            ("shipped", "on its way"),
                            ("delivered", "delivered"),
                            ("troubled", "could not be delivered"),
                            ("cancelled", "cancelled"),
                        ],
                        default="shipped",
                        max_length=9,
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=120)),
                ("tracking_number", models.CharField(blank=True, max_length=120)),
                ("tracking_address", models.URLField(blank=True, max_length=1000)),
                ("quantities", models.JSONField(default=dict)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("source_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shipments", to="commerce.order"
                    ),
                ),
            ],
            options={
                "ordering": ["shipped_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="product",
            name="shop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="products", to="commerce.shop"
            ),
        ),
        migrations.CreateModel(
            name="OrderName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.CharField(max_length=128)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="commerce.order"
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="commerce.shop",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShopCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("delivery", models.CharField(max_length=128)),
                ("topic", models.CharField(max_length=64)),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "read"),
                            ("skipped", "nothing for us"),
                            ("failed", "not understood"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("error", models.TextField(blank=True)),
                ("came_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="customers.customer",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="calls",
                        to="commerce.order",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="commerce.shop"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("reason", models.CharField(blank=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("won", "decided for us"), ("lost", "decided for the customer")],
                        default="open",
                        max_length=4,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="disputes", to="commerce.order"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("order", "external_id"), name="dispute_once")],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=128)),
                ("way", models.CharField(blank=True, max_length=80)),
                ("amount", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "pending"),
                            ("authorised", "authorised"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="done",
                        max_length=10,
                    ),
                ),
                ("is_gift_card", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payments", to="commerce.order"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("order", "external_id"), name="payment_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(fields=("order", "external_id"), name="order_line_once"),
        ),
        migrations.AddConstraint(
            model_name="refund",
            constraint=models.UniqueConstraint(fields=("order", "external_id"), name="refund_once"),
        ),
        migrations.AddConstraint(
            model_name="refundline",
            constraint=models.UniqueConstraint(fields=("refund", "line"), name="refund_line_once"),
        ),
        migrations.AddConstraint(
            model_name="refusedline",
            constraint=models.UniqueConstraint(fields=("source", "number"), name="refused_line_once"),
        ),
        migrations.AddIndex(
            model_name="return",
            index=models.Index(fields=["state", "at"], name="return_queue"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("order", "key"), name="return_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="returnline",
            constraint=models.UniqueConstraint(fields=("request", "line"), name="return_line_once"),
        ),
        migrations.AddIndex(
            model_name="shipment",
            index=models.Index(
                condition=models.Q(("tracking_number", ""), _negated=True),
                fields=["tracking_number"],
                name="shipment_tracking",
            ),
        ),
        migrations.AddConstraint(
            model_name="shipment",
            constraint=models.UniqueConstraint(fields=("order", "external_id"), name="shipment_once"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(fields=["categories"], name="product_categories"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=django.contrib.postgres.indexes.GinIndex(fields=["skus"], name="product_skus"),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.UniqueConstraint(fields=("shop", "external_id"), name="product_once"),
        ),
        migrations.AddConstraint(
            model_name="ordername",
            constraint=models.UniqueConstraint(fields=("shop", "value"), name="order_name_once"),
        ),
        migrations.AddIndex(
            model_name="orderimport",
            index=models.Index(
                condition=models.Q(("finished_at", None)), fields=["worked_at"], name="order_import_in_turn"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["customer", "-placed_at", "-id"], name="order_of_customer"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["-placed_at", "-id"], name="order_newest"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("buyer_id", ""), _negated=True), fields=["buyer_id"], name="order_by_buyer_id"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("email", ""), _negated=True), fields=["email"], name="order_by_email"
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("number"), name="gin_trgm_ops"
                ),
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("buyer"), name="gin_trgm_ops"
                ),
                name="order_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("shop", "external_id"), name="order_once"),
        ),
        migrations.AddIndex(
            model_name="shopcall",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["due_at", "id"], name="shop_call_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="shopcall",
            index=models.Index(fields=["shop", "-id"], name="shop_call_newest"),
        ),
        migrations.AddIndex(
            model_name="shopcall",
            index=models.Index(fields=["came_at"], name="shop_call_oldest"),
        ),
        migrations.AddConstraint(
            model_name="shopcall",
            constraint=models.UniqueConstraint(fields=("shop", "delivery"), name="shop_call_once"),
        ),
    ]
