"""Workbooks as an office keeps them, for tests of what is imported."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = ["案号", "案由", "提案人", "年度", "界别", "内容", "备注"]


def workbook(*rows, head=HEAD, change=lambda book: None):
    """The bytes of a workbook with these rows."""
    book = openpyxl.Workbook()
    for row in [head, *rows] if head else rows:
        book.active.append(row)
    change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet(*rows, **how):
    return SimpleUploadedFile("提案.xlsx", workbook(*(rows or [["1", "关于公园开放时间的提案"]]), **how))
