"""Terms: who people and organisations are, and what they are to each other."""

from collections.abc import Mapping

from homeschool.model.vocabularies.vocabulary import Vocabulary

STAGE = Vocabulary(
    "stage",
    {
        "kindergarten": "幼儿园",
        "primary": "小学",
        "junior": "初中",
        "senior": "高中",
        "vocational": "中等职业学校",
        "special": "特殊教育学校",
    },
)
SCHOOL_SUBJECT = Vocabulary(
    "school_subject",
    {
        "chinese": "语文",
        "mathematics": "数学",
        "english": "英语",
        "morality_and_law": "道德与法治",
        "science": "科学",
        "physical_education": "体育与健康",
        "music": "音乐",
        "art": "美术",
        "information": "信息科技",
        "labour": "劳动",
        "history": "历史",
        "geography": "地理",
        "physics": "物理",
        "chemistry": "化学",
        "biology": "生物",
        "comprehensive_practice": "综合实践活动",
        "mental_health": "心理健康",
    },
)
SEX = Vocabulary("sex", {"male": "男", "female": "女"})
HOUSEHOLD = Vocabulary("household", {"rural": "农村户籍", "urban": "城镇户籍"})
RELATION = Vocabulary(
    "relation",
    {
        "father": "父亲",
        "mother": "母亲",
        "paternal_grandfather": "祖父",
        "paternal_grandmother": "祖母",
        "maternal_grandfather": "外祖父",
        "maternal_grandmother": "外祖母",
        "step_parent": "继父母",
        "adoptive_parent": "养父母",
        "sibling": "兄姐",
        "relative": "其他亲属",
        "entrusted_carer": "被委托照护人",
        "institution": "机构监护人",
        "other": "其他",
    },
)
ROLE = Vocabulary(
    "role",
    {
        "principal": "校长",
        "vice_principal": "副校长",
        "school_leader": "校领导",
        "moral_education_director": "德育主任",
        "head_of_grade": "年级组长",
        "class_teacher": "班主任",
        "subject_teacher": "任课教师",
        "psychology_teacher": "心理教师",
        "life_teacher": "生活老师",
        "school_doctor": "校医",
        "school_guard": "门卫",
        "rule_of_law_vice_principal": "法治副校长",
        "protection_officer": "未成年人保护专员",
        "teacher": "教师",
        "staff": "教职工",
        "applicant": "应聘人员",
        "guardian": "家长",
        "parent": "父母",
        "carer": "被委托照护人",
        "surrogate_parent": "代理家长",
        "committee_member": "家委会成员",
        "committee_chair": "家委会主任",
        "parent_representative": "优秀家长代表",
        "parent_volunteer": "家长志愿者",
        "student": "学生",
        "community": "社区",
        "residents_committee": "居(村)委会",
        "community_worker": "社区工作者",
        "grid_worker": "社区网格员",
        "retired_teacher": "退休教师",
        "volunteer": "志愿者",
        "enterprise": "企业",
        "institution": "社会机构",
        "training_institution": "校外培训机构",
        "medical_institution": "医疗机构",
        "activity_instructor": "社会活动指导人员",
        "education_expert": "教育专家",
        "police": "公安机关",
        "police_station": "派出所",
        "traffic_police": "交警队",
        "procuratorate": "检察院",
        "court": "法院",
        "civil_affairs": "民政部门",
        "education_authority": "教育行政部门",
        "township_government": "乡镇人民政府",
        "women_federation": "妇联",
        "youth_league": "共青团",
        "government": "人民政府",
        "parents_committee": "家长委员会",
        "leading_group": "领导小组",
        "working_group": "工作小组",
        "office": "办公室",
        "review_group": "社会资源审核小组",
        "council": "协同育人理事会",
        "school": "学校",
        "society": "社会",
        "finder": "发现人",
    },
)
IMPLIED_ROLES: Mapping[str, tuple[str, ...]] = {
    "principal": ("school_leader", "staff"),
    "vice_principal": ("school_leader", "staff"),
    "moral_education_director": ("staff",),
    "head_of_grade": ("teacher", "staff"),
    "class_teacher": ("teacher", "staff"),
    "subject_teacher": ("teacher", "staff"),
    "psychology_teacher": ("teacher", "staff"),
    "life_teacher": ("staff",),
    "school_doctor": ("staff",),
    "school_guard": ("staff",),
    "rule_of_law_vice_principal": ("staff",),
    "protection_officer": ("staff",),
    "teacher": ("staff",),
    "police_station": ("police",),
    "traffic_police": ("police",),
    "training_institution": ("institution",),
}
"""A role and the wider roles that it carries: a class teacher is a teacher, and staff."""
PARTY = Vocabulary("party", {"school": "学校", "family": "家庭", "society": "社会"})
CIRCUMSTANCE = Vocabulary(
    "circumstance",
    {
        "single_parent": "单亲家庭",
        "left_behind": "留守儿童",
        "migrant": "随迁子女",
        "low_income": "经济困难家庭",
        "learning_difficulty": "学习困难",
        "disability": "残疾",
        "boarding": "寄宿",
        "orphan": "孤儿",
        "special_care": "需要特别照顾",
        "hardship": "困境儿童",
        "entrusted_care": "委托照护",
        "living_with_parents": "与父母共同生活",
        "dropped_out": "辍学",
        "away_working": "外出务工",
        "away_from_home": "不在家中共同生活",
        "without_capacity": "无监护能力",
        "unfit_carer": "不适宜担任被委托人",
        "internet_addiction": "沉迷网络",
        "accompanied_study": "陪读",
        "living_alone": "脱离监护单独生活",
        "unattended": "无人看护",
    },
)
PARTNER_KIND = Vocabulary(
    "partner kind",
    {
        term: ROLE.terms[term]
        for term in (
            "community",
            "residents_committee",
            "community_worker",
            "grid_worker",
            "retired_teacher",
            "volunteer",
            "enterprise",
            "institution",
            "training_institution",
            "medical_institution",
            "activity_instructor",
            "education_expert",
            "police",
            "police_station",
            "traffic_police",
            "procuratorate",
            "court",
            "civil_affairs",
            "education_authority",
            "township_government",
            "women_federation",
            "youth_league",
            "government",
            "surrogate_parent",
        )
    },
)
COMMITTEE_KIND = Vocabulary(
    "committee kind",
    {
        term: ROLE.terms[term]
        for term in ("parents_committee", "leading_group", "working_group", "office", "review_group", "council")
    },
)
LEVEL = Vocabulary("level", {"school": "校级", "grade": "年级", "class": "班级"})
OFFICE = Vocabulary(
    "office",
    {"chair": "主任", "vice_chair": "副主任", "secretary": "秘书", "member": "委员", "leader": "组长"},
)
OBTAINED = Vocabulary("obtained by", {"election": "民主选举", "nomination": "推荐", "appointment": "指定"})
