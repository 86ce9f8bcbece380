from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulars.team.models import Agent


class Company(models.Model):
    """An organisation that customers belong to. Its domains join new customers by their e-mail address."""

    name = models.CharField(_("name"), max_length=200)
    notes = models.TextField(_("notes"), blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "companies"
        indexes = [models.Index(fields=["name", "id"], name="company_by_name")]

    def __str__(self) -> str:
        return self.name


class CompanyDomain(models.Model):
    """A mail domain of a company. No two companies share one, and no public mail provider is one."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.domain


class CompanyMerge(models.Model):
    """That a company goes on in another one, and what it was by then. Gone when it is undone."""

    number = models.BigIntegerField(unique=True)  # of the company, which is no row meanwhile and has it again after
    into = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    domains = ArrayField(models.CharField(max_length=253), default=list)
    people = ArrayField(models.BigIntegerField(), default=list)
    gained = ArrayField(models.TextField(), default=list)  # names of attributes that the other had not
    carried = ArrayField(models.BigIntegerField(), default=list)  # numbers of companies that went on in it before
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
