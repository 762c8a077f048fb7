"""What was sold: orders, their lines and products."""

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property

from customers.querysets import OrderQuerySet
from tenants.fields import TenantForeignKey
from tenants.models import TenantModel
from tenants.querysets import TenantManager

from .account import Account
from .agreement import Job
from .numbering import Numbered
from .showing import LINES, Shelf


class Product(TenantModel):
    sku = models.CharField(max_length=40)
    name = models.CharField(max_length=160)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "sku"], name="customers_product_sku"),
        ]

    def __str__(self):
        return self.name


class Order(Numbered, TenantModel):
    number = models.CharField(max_length=40)
    account = TenantForeignKey(Account, related_name="orders")
    job = TenantForeignKey(Job, null=True, related_name="orders")
    ordered_on = models.DateField()

    objects = TenantManager.of(OrderQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="customers_order_number"),
        ]
        indexes = [
            models.Index(fields=["tenant", "account"], name="customers_order_account"),
            models.Index(fields=["tenant", "job"], name="customers_order_job", condition=~models.Q(job=None)),
            models.Index(fields=["tenant", "found_as"], name="customers_order_found"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("order-detail", args=[self.number])

    def said_of_it(self):
        return [self.account.name, self.job.number if self.job else "", date_format(self.ordered_on, "j M Y")]

    @cached_property
    def shown_lines(self):
        """The lines of it as they stand in a list, unless fewer were read."""
        lines = list(self.lines.all())
        return Shelf(lines[:LINES], len(lines))


class OrderLine(TenantModel):
    order = TenantForeignKey(Order, related_name="lines")
    position = models.PositiveSmallIntegerField()
    product = TenantForeignKey(Product, related_name="lines")
    quantity = models.PositiveIntegerField(default=1)

    class Meta(TenantModel.Meta):
        ordering = ["position"]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "order", "position"], name="customers_line_position"),
        ]

    def __str__(self):
        return f"{self.quantity} × {self.product}"

    @property
    def anchor(self):
        """Where it stands on the page of its order."""
        return f"line-{self.position}"
