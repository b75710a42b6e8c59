"""Terms: concerns, reports, services, and what is written down and decided."""

from homeschool.model.vocabularies.vocabulary import Vocabulary

NATURE = Vocabulary(
    "nature",
    {
        "emotional": "情绪波动较大",
        "behavioural": "行为异常",
        "risk": "风险隐患",
        "truancy": "逃学旷课",
        "dropout": "辍学",
        "misconduct": "不良行为",
        "bullying": "学生欺凌",
        "sexual_harm": "性侵害、性骚扰",
        "harm": "受到或疑似受到侵害",
        "danger": "面临危险",
        "recommendation": "司法建议",
        "infringement": "合法权益受到侵犯",
        "unfit_carer": "被委托人缺乏照护能力或怠于照护",
        "background_record": "查有违法犯罪记录",
        "staff_incident": "教职工实施侵害",
    },
)
SITUATION = Vocabulary(
    "situation",
    {
        "private_part_injury": "生殖器官或隐私部位非正常损伤",
        "sexual_assault": "性侵害",
        "pregnancy": "怀孕",
        "abortion": "流产",
        "multiple_injuries": "多处损伤、严重营养不良、意识不清",
        "domestic_violence": "家庭暴力",
        "bullying": "欺凌",
        "abuse": "虐待、殴打、被麻醉",
        "abnormal_injury_or_death": "非正常原因伤残、死亡",
        "abandoned": "遗弃或长期无人照料",
        "unattended": "无人看护",
        "unknown_origin": "来源不明",
        "missing": "失踪",
        "trafficked": "被拐卖、收买",
        "organised_begging": "被组织乞讨",
        "living_alone": "脱离监护单独居住生活",
        "guardian_incapacity": "监护人丧失监护能力",
        "guardian_neglect": "不履行监护责任",
        "accidental_injury": "意外伤害",
        "unlawful_harm": "不法侵害",
        "other_serious_harm": "其他严重侵害",
        "imminent_danger": "正面临不法侵害危险",
    },
)
SEVERITY = Vocabulary("severity", {"minor": "一般", "serious": "严重"})
REPORT_KIND = Vocabulary(
    "report kind",
    {
        "mandatory": "强制报告",
        "filing": "报告备案",
        "dropout": "辍学书面报告",
        "risk": "风险报告",
        "bullying": "欺凌报告",
        "annual": "年度报告",
        "unfit_carer": "委托照护情况报告",
        "transfer": "移送",
    },
)
DATA_KIND = Vocabulary(
    "data",
    {
        "family_profile": "家庭情况信息",
        "student_profile": "学生信息",
        "case_details": "涉案未成年人信息",
        "reporter_identity": "报告人信息",
        "report_handling": "报告事项与受理情况",
        "left_behind_status": "留守儿童身份",
        "psychological": "心理信息",
    },
)
DISCLOSURE_PURPOSE = Vocabulary(
    "disclosure purpose",
    {
        "education_support": "教育支持",
        "mandatory_reporting": "强制报告",
        "judicial": "司法协助",
        "missing_child_search": "查找失踪未成年人",
        "research": "研究",
        "commercial": "商业",
        "publicity": "宣传",
        "other": "其他",
    },
)
BASIS = Vocabulary(
    "basis",
    {"consent": "监护人同意", "statute": "法律规定", "duty": "法定职责", "emergency": "紧急情况"},
)
CONCERNED_AS = Vocabulary(
    "concerned as",
    {
        "participant": "参加人",
        "campus_observer": "校园观察员",
        "victim": "受害人",
        "bully": "欺凌者",
        "reporter": "报告人",
        "involved": "相关人",
        "applicant": "应聘人",
        "host": "主办方",
        "absent": "缺席",
    },
)
EVALUATION_KIND = Vocabulary(
    "evaluation kind",
    {
        "safety_assessment": "安全评估",
        "credit_check": "信用核查",
        "partner_review": "机构审核",
        "background_check": "违法犯罪记录查询",
        "co_education_effect": "协同育人效果评估",
        "honour": "评优",
        "comprehensive_quality": "综合素质评价",
        "situation": "学生情况评估",
        "carer_assessment": "被委托人评估",
        "impact_assessment": "个人信息保护影响评估",
        "inspection": "检查督导",
    },
)
DECISION_KIND = Vocabulary(
    "decision kind",
    {
        "contact_adjustment": "调整联系内容与方式",
        "refusal_to_attend": "谢绝家长参加",
        "honour": "评优结果",
        "case_accepted": "受案",
        "case_filed": "立案",
        "prosecution_transfer": "移送审查起诉",
        "transfer": "移送管辖",
        "hire": "录用",
        "dismissal": "解聘",
        "expulsion": "开除",
        "school_plan": "学校发展规划决定",
        "return_order": "责令送学",
        "discipline": "处分",
        "report_received": "接受报案",
        "evidence_request": "调取证据",
        "filing_order": "通知立案",
    },
)
OUTCOME = Vocabulary(
    "outcome",
    {
        "agreed": "同意",
        "objected": "不同意",
        "no_answer": "未答复",
        "succeeded": "成功",
        "failed": "未成功",
        "passed": "通过",
        "rejected": "不通过",
        "clean": "无不良记录",
        "record_found": "查有记录",
    },
)
SERVICE_KIND = Vocabulary(
    "service kind",
    {
        "after_school_service": "课后服务",
        "campus_safety": "校园安全值守",
        "social_practice_lead": "社会实践带队",
        "tutoring": "课业辅导",
        "counselling": "心理辅导",
        "emergency_relief": "救助保护",
        "medical_examination": "就医检查",
        "guidance": "家庭教育指导",
        "care": "关爱帮扶",
        "homework_help": "作业辅导",
        "life_guidance": "社会生活指导",
        "intervention": "干预措施",
        "aid_to_procuratorate": "协助办案",
        "behaviour_management": "加强管教",
    },
)
FEEDBACK_KIND = Vocabulary(
    "feedback kind",
    {
        "subject_study": "学科学习情况",
        "community_conduct": "社区表现",
        "observer": "校园观察反馈",
        "case_progress": "案件进展反馈",
        "outcome": "处理结果反馈",
        "recommendation_reply": "司法建议书面回复",
        "opinion": "意见建议",
        "transfer_notice": "移送审查起诉前告知",
    },
)
ENTRY_KIND = Vocabulary(
    "entry kind",
    {
        "contact_booklet": "家校联系册",
        "special_student_file": "特殊学生联系档案",
        "family_profile": "家庭情况信息",
        "resolution_memo": "决议备忘录",
        "education_points": "家庭教育积分",
        "practice_report": "实践报告",
        "growth_file": "青少年成长档案",
        "home_visit_record": "家访记录",
        "student_situation": "学生情况记录",
        "visit_slip": "来访联系单",
        "dropout_register": "辍学登记",
        "school_roll_removal": "注销学籍",
        "school_roll_mark": "学籍标注",
        "medical_record": "病历",
        "police_record": "公安笔录",
        "minutes": "会议纪要",
    },
)
SURVEY_KIND = Vocabulary(
    "survey kind",
    {
        "opinion": "意见征集",
        "family_situation": "家庭情况调查表",
        "satisfaction": "满意度调查",
        "demand": "需求调查",
        "awareness": "责任意识调查",
    },
)
