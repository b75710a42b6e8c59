"""Terms: visits, contacts, meetings, notices and activities."""

from homeschool.model.vocabularies.vocabulary import Vocabulary

PLACE = Vocabulary(
    "place",
    {"home": "家中", "school": "学校", "online": "线上", "gate": "门卫处", "workplace": "务工地", "other": "其他"},
)
CHANNEL = Vocabulary(
    "channel",
    {
        "official_platform": "学校官方平台",
        "class_group": "班级微信群",
        "contact_booklet": "家校联系册",
        "contact_slip": "联系单",
        "phone": "电话",
        "sms": "短信",
        "letter": "书信",
        "paper": "书面",
        "in_person": "当面",
        "video": "视频",
        "private_message": "个人聊天",
        "website": "网站",
        "notice_board": "公告栏",
    },
)
WHOM = Vocabulary("whom", {"guardian": "家长", "student": "学生", "carer": "被委托照护人"})
MODE = Vocabulary("mode", {"one_to_one": "一对一", "group": "集体"})
PURPOSE = Vocabulary(
    "purpose",
    {
        "situation": "通报情况",
        "appointment": "预约",
        "concern": "异常情况沟通",
        "persuasion": "劝返复学",
        "after_school_notice": "留校告知",
        "guardianship": "亲情联系",
        "guardian_visit": "家长来访",
        "homework": "作业辅导",
        "other": "其他",
    },
)
TONE = Vocabulary("tone", {"positive": "表扬", "neutral": "中性", "complaint": "告状"})
TOPIC = Vocabulary(
    "topics",
    {
        "study": "学习",
        "activity": "活动",
        "life": "生活",
        "psychological_summary": "心理状态摘要",
        "emotion": "思想情绪",
        "academic": "学业状况",
        "behaviour": "行为表现",
        "physical_mental": "身心发展",
        "family_education_methods": "家庭教育方法",
        "policy": "政策解读",
        "mental_health": "心理健康知识",
        "school_work_report": "教育教学工作汇报",
        "guardian_guidance": "指导家长配合",
        "family_education": "家庭教育",
        "development_plan": "学校发展规划",
        "curriculum": "课程设置",
        "campus_safety": "校园安全",
        "uniform": "校服采购",
        "canteen": "食堂配餐",
        "moral_education": "品德教育",
        "handicraft": "手工",
        "reading": "阅读",
        "sport": "体育游戏",
        "homework": "作业",
        "law": "法治教育",
        "mandatory_reporting": "强制报告",
        "anti_bullying": "防治学生欺凌",
        "sex_education": "性教育",
    },
)
PUBLICATION_KIND = Vocabulary(
    "publication kind",
    {
        "class_update": "学生在校动态",
        "materials": "会议材料",
        "agenda": "活动议程",
        "resolution_memo": "家委会决议备忘录",
        "public_list": "公示名单",
        "news": "宣传报道",
        "training_material": "宣传资料",
        "community_resource": "育人支持",
    },
)
AUDIENCE = Vocabulary(
    "audience",
    {
        "all_guardians": "全体家长",
        "class_guardians": "本班家长",
        "committee": "家委会",
        "staff": "教职工",
        "public": "社会公众",
    },
)
NOTICE_KIND = Vocabulary(
    "notice kind",
    {
        "major_event": "重大事件",
        "requirements": "教育要求",
        "outing": "外出活动",
        "suspension": "停课",
        "holiday": "放假",
        "fees": "收费",
        "invitation": "邀请",
        "after_school": "留校",
        "task": "任务",
        "entrusted_care": "委托照护告知",
        "outcome": "处理结果告知",
        "other": "其他",
    },
)
FORM = Vocabulary("form", {"written": "书面", "oral": "口头", "electronic": "电子"})
MEETING_KIND = Vocabulary(
    "meeting kind",
    {
        "committee": "家委会会议",
        "parent_meeting": "家长会",
        "liaison": "联系对接会",
        "guardian_visit": "家长来访会见",
        "joint_meeting": "联席会议",
        "training": "培训",
    },
)
ACTIVITY_KIND = Vocabulary(
    "activity kind",
    {
        "parent_class": "家长课堂",
        "open_day": "家长开放日",
        "school_event": "学校活动",
        "community_integration": "社区融合活动",
        "off_campus": "校外实践活动",
        "after_school_class": "四点半课堂",
        "after_school_stay": "放学后留校",
        "family_education_guidance": "家庭教育指导活动",
        "moral_education": "品德教育活动",
        "community_support": "教育资源支持",
        "social_practice": "社会实践活动",
        "outing": "外出活动",
        "suspension": "停课",
        "holiday": "放假",
        "fee_collection": "收费",
        "major_event": "重大事件",
        "requirements": "提出教育要求",
        "other_event": "其他事项",
        "training": "培训",
        "recruitment": "招聘录用",
        "data_processing": "个人信息处理",
        "resource_use": "使用社会资源",
        "half_day_care": "托管",
    },
)
VENUE = Vocabulary(
    "venue",
    {
        "school": "学校",
        "culture_centre": "社区文化活动中心",
        "library": "图书馆",
        "science_hall": "科普馆",
        "practice_base": "实践基地",
        "community": "社区场所",
        "commercial": "商业场所",
        "other": "其他",
    },
)
PROGRAMME = Vocabulary(
    "programme",
    {
        "lesson": "课堂教学",
        "break_activity": "课间活动",
        "face_to_face": "与教师面对面交流",
        "lecture": "讲座",
    },
)
