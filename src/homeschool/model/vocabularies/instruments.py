"""Terms: what kinds of documents can be in force and what they hold."""

from homeschool.model.vocabularies.vocabulary import Vocabulary

REGULATION_KIND = Vocabulary(
    "regulation kind",
    {
        "contact_system": "联系制度",
        "co_education_mechanism": "协同育人机制",
        "duty_list": "职责清单",
        "effect_tracking": "效果追踪机制",
        "personal_information_rules": "儿童个人信息处理规则",
        "reporting_system": "强制报告制度",
        "bullying_prevention": "学生欺凌防控制度",
        "sexual_harm_prevention": "预防性侵害、性骚扰制度",
        "volunteer_posts": "家长志愿者岗设置",
        "minor_protection": "未成年人保护工作制度",
    },
)
CONTENT = Vocabulary(
    "contents",
    {
        "rights": "权利",
        "duties": "义务",
        "cooperation_paths": "协作路径",
        "indicators": "指标",
        "owner": "责任人",
        "student_age": "学生年龄特点",
        "family_background": "家庭背景",
        "social_resource": "社会资源类型",
        "family_structure": "家庭结构",
        "guardian_occupation": "监护人职业",
        "special_needs": "特殊需求",
        "home_environment": "家庭环境观察",
        "guardian_difficulties": "家长教育困惑",
        "behaviour_at_home": "学生在家表现",
        "persons_present": "在场人员",
        "follow_up": "后续措施",
        "problems": "存在问题",
        "improvement_directions": "改进方向",
        "family_education_guidance": "家庭教育指导",
        "open_to_all": "普惠开放",
        "lead_party": "主导方",
        "preliminary_verification": "初步核实材料",
        "educational_idea": "教育理念",
        "homework_completion": "作业完成度",
        "class_performance": "课堂表现",
        "test_analysis": "阶段性测试分析",
        "volunteering": "参与公益活动",
        "neighbour_relations": "邻里关系",
        "responsibility_awareness": "家庭教育责任意识",
        "practice_report": "实践报告",
        "points": "家庭教育积分",
        "case_progress": "案件进展",
        "entrusting_reason": "委托照护的理由",
        "moral_character": "道德品质",
        "family_situation": "家庭状况",
        "health": "身心健康状况",
        "bond_with_child": "与未成年人的情感联系",
        "after_school_care": "课后托管需求",
    },
)
PLAN_KIND = Vocabulary(
    "plan kind",
    {
        "contact": "差异化联系方案",
        "three_year": "三年行动计划",
        "annual": "年度工作计划",
        "intervention": "干预方案",
        "course": "课程方案",
        "care": "关爱帮扶方案",
    },
)
AGREEMENT_KIND = Vocabulary(
    "agreement kind",
    {
        "practice_base": "实践基地共建协议",
        "project": "社会合作项目",
        "service_point": "家庭教育公共服务点",
        "entrusted_care": "委托照护",
        "consent": "监护人同意",
        "cooperation": "合作协议",
    },
)
CREDENTIAL_KIND = Vocabulary(
    "credential kind",
    {
        "business_licence": "营业执照",
        "private_non_enterprise_registration": "民办非企业登记证",
        "public_institution_registration": "事业单位法人证书",
        "social_organisation_registration": "社会团体登记证",
        "teaching_certificate": "教师资格证",
    },
)
ROSTER_KIND = Vocabulary(
    "roster kind",
    {
        "contact_network": "三级联系网络",
        "class_group": "班级微信群",
        "police_duty": "护校值班",
        "volunteer_posts": "家长志愿者岗",
        "after_school_tutors": "课后辅导人员",
        "protection_post": "未成年人保护专岗",
        "school_roll": "学籍",
    },
)
CATALOGUE_KIND = Vocabulary(
    "catalogue kind",
    {
        "social_resources": "社会资源目录清单",
        "community_services": "社区公共服务目录",
        "government_services": "政府公共服务目录",
    },
)
CASE_FILE_KIND = Vocabulary(
    "case file kind",
    {
        "left_behind": "留守儿童信息档案",
        "hardship": "困境儿童信息档案",
        "special_student": "特殊学生联系档案",
        "psychological": "心理档案",
        "growth": "青少年成长档案",
        "dropout": "辍学登记",
        "school_roll": "学籍档案",
    },
)
