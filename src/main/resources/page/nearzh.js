// Words for an order by nearness, on every page that has one.

export default {
  near: '按距离排列',
  nearAgain: '更新我的位置',
  byName: '按名称排列',
  nearWhy: '浏览器会先征求您的同意。您的位置只留在这个浏览器中：本页不会把它发给任何人，关闭后即忘记。',
  order: {
    name: '按名称排列：本页不知道您在哪里。',
    near: '由近到远，直线距离。',
    asking: '正在获取您的位置…',
    nowhere: '按名称排列：没有停车场提供位置。',
    denied: '按名称排列：本页无权得知您的位置。可以在浏览器的本页设置中允许。',
    unavailable: '按名称排列：这台设备暂时不知道自己在哪里。',
    timeout: '按名称排列：设备没有及时找到位置。请到开阔处再试。',
  },
  rough: (distance) => `您的位置只精确到 ${distance} 以内。`,
  metres: (count) => `${count} 米`,
  kilometres: (count) => `${count} 公里`,
};
