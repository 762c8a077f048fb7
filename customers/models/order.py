"""What was sold: orders, their lines and products."""

from django.db import models

from tenants.fields import TenantForeignKey
from tenants.models import TenantModel

from .account import Account
from .agreement import Job


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


class Order(TenantModel):
    number = models.CharField(max_length=40)
    account = TenantForeignKey(Account, related_name="orders")
    job = TenantForeignKey(Job, null=True, related_name="orders")
    ordered_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="customers_order_number"),
        ]
        indexes = [models.Index(fields=["tenant", "account"], name="customers_order_account")]

    def __str__(self):
        return self.number


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
