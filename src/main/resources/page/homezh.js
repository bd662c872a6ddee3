import near from './nearzh.js';

export default {
  ...near,
  lang: 'zh-CN',
  dir: 'ltr',
  name: '中文',
  title: '实时空位 · Parkgate',

  heading: '实时空位',
  waiting: '请稍候…',
  none: '目前没有对公众开放的停车场。',
  state: {
    waiting: () => '正在连接…',
    live: () => '实时',
    old: (age) => `数据更新于${age}`,
    lost: (age) => (age === null ? '无法连接，正在重试…' : `连接中断：数据为${age}`),
  },
  ago: (seconds) => {
    if (seconds < 60) return `${seconds} 秒前`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} 分钟前`;
    if (seconds < 86_400) return `${Math.floor(seconds / 3600)} 小时前`;
    return `${Math.floor(seconds / 86_400)} 天前`;
  },

  linksTitle: '其他页面',
  links: {
    '/app': ['我要停车', '我的停车码与停车记录'],
    '/lane': ['我在岗亭', '用手机或平板扫码'],
    '/ops': ['我管理停车场', '车位、车道、权限'],
    '/docs': ['我要对接系统', '接口文档'],
  },

  free: () => '个空位',
  freeIn: (count) => `空位 ${count}`,
  lots: (count) => `${count} 个停车场`,
  silentLots: (count) => `${count} 个无消息`,
  unlimited: '不限',
  inside: (count) => `场内 ${count} 辆`,
  taken: (count, capacity) => `已用 ${count}，共 ${capacity}`,
  lastChange: (age) => `更新：${age}`,
  silent: '出入口没有消息，数据可能过时',
  quiet: '最近没有车辆进出的消息',
  status: { FULL: '已满：不接待临停', CLOSED: '已关闭', CLOSED_TO_ALL: '已关闭' },
  more: '规则与健康度',
  less: '收起',
  aboutAway: '暂时无法读取。',

  rulesTitle: '现行规则',
  version: (version, since) => `第 ${version} 版，自 ${since} 起`,
  rules: {
    admitTransients: { true: '临停车辆和有权限的车辆均可入场。', false: '仅有权限的车辆可入场。' },
    status: {
      OPEN: '开放。',
      FULL: '按已满处理：临停车辆不得入场。',
      CLOSED: '关闭：仅工作人员可入场。',
      CLOSED_TO_ALL: '对所有人关闭。',
    },
    capacity: (spaces) => (spaces === null ? '车位不限。' : `共 ${spaces} 个车位。`),
    fullPolicy: { HARD: '车位用完后，任何人不得再入场。', SOFT: '车位用完后，有权限的车辆仍可入场。' },
    minAssurance: {
      S: '纸质码和手机码均可使用。',
      T: '仅接受每 15 秒更换的码，不接受纸质码。',
      D: '仅接受车主本人手机生成的码。',
    },
    passback: {
      HARD: '一个码的车辆在场内时，不能再放入第二辆。',
      SOFT: '一个码的车辆在场内时，仍可放入第二辆，但会记录。',
      OFF: '一个码可放入多辆车。',
    },
    noOpenSession: {
      OPEN_AND_FLAG: '没有入场记录的车辆可以离场，但会记录。',
      REFUSE: '没有入场记录的车辆须由值班员放行。',
    },
    revokedExit: {
      OPEN_AND_FLAG: '码在场内期间被停用的车辆可以离场，但会记录。',
      CALL_ATTENDANT: '码在场内期间被停用的车辆须由值班员放行。',
    },
    stalePack: {
      ALWAYS_RIGHTS: '出入口长时间断网时，仅放入持有“始终有效”权限的车辆。',
      AS_FRESH: '出入口断网时，按最后一次得到的名单放行，不论断网多久。',
      NO_ENTRY: '出入口长时间断网时，不放入任何车辆。',
    },
    passageTimeoutSeconds: (seconds) => `道闸开启后，车辆须在 ${seconds} 秒内通过。`,
  },
  pools: '共用车位',
  pool: (spaces, policy) => `${spaces} 个车位；${{
    HARD: '用完后成员须在场外等候',
    SOFT: '用完后成员仍可入场',
    CHARGE: '用完后成员按临停入场',
  }[policy]}`,

  nextTitle: '即将生效',
  nextNone: '没有已公布的变更。',
  nextFrom: (version, from) => `第 ${version} 版，自 ${from} 起：`,
  nextSame: '与现行规则没有不同。',
  announced: (when) => `公布于 ${when}`,
  correctionTitle: '最近一次人工更正',
  correctionNone: '尚未有人更正过车辆数。',
  correction: {
    SET: (before, after) => `人工由 ${before} 辆改为 ${after} 辆。`,
    RESET: (before, after) => `由 ${before} 辆重置为 ${after} 辆，所有停车记录已结束。`,
  },
  noReason: '没有保留原因。',

  healthTitle: '最近 7 天健康度',
  day: '日期',
  delay: '延迟',
  countError: '计数误差（辆）',
  upTime: '出入口在线',
  late: (count) => `迟报 ${count} 次`,
  corrections: (count) => `更正 ${count} 次`,
  duration: (seconds) => {
    if (seconds < 60) return `${seconds} 秒`;
    return seconds < 3600 ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / 360) / 10} 小时`;
  },
  healthHow: '如何测量',
  healthWhat: [
    '延迟：出入口上报的事情从发生到系统得知的时间（中位数）。超过一分钟算迟报。',
    '计数误差：人工更正的车辆数，加上与计数不符的通行，不论多少都累加。',
    '出入口在线：在已知出入口的时间里，能收到其消息的比例。',
  ],
  computed: (age) => `测量于${age}`,

  messagesTitle: '关于被拒的询问',
  messagesNone: '没有待答复的询问。',
  messagesOpen: (count, age) => `${count} 条待答复，最早的一条在${age}。`,
  messagesAnswered: (count, days) => `最近 ${days} 天答复了 ${count} 条。`,
  messagesWithin: (count, days, time) => `最近 ${days} 天答复了 ${count} 条，半数在 ${time} 内。`,

  counted: '按出入口计数。出入口停止上报的停车场保留最后的数字，并作标记。',
  asData: '同样的数据',
};
