"""What ``concerns`` means for records that have no such field: a relation concerns those whom it ties."""

from homeschool.model.facts import fact_classes

_RELATION_LINKS = {
    ("seat", "committee"): "committee",
    ("seat", "school_class"): "represents",
    ("seat", "grade"): "represents",
    ("enrolment", "school_class"): "school_class",
    ("enrolment", "student"): "student",
    ("appointment", "school"): "unit",
    ("appointment", "grade"): "unit",
    ("appointment", "school_class"): "unit",
    ("appointment", "staff"): "staff",
    ("circumstance", "student"): "person",
    ("circumstance", "guardian"): "person",
    ("guardianship", "student"): "student",
    ("guardianship", "guardian"): "guardian",
}


def link_field(class_name: str, subject_kind: str, link: str) -> str:
    """Return the field that links facts of a class to a subject: the one named, or what ``concerns`` means there."""
    if link != "concerns" or "concerns" in fact_classes()[class_name].fields:
        return link
    if class_name == subject_kind:
        return "id"
    return _RELATION_LINKS.get((class_name, subject_kind), link)
