// Who may do what: what the service would refuse is not offered. The service decides; this only hides.

const RUNS = ['CITY', 'DISTRICT', 'LOT_OPERATOR'];
const AT_THE_LOT = [...RUNS, 'ATTENDANT'];

const MAY = {
  look: [...AT_THE_LOT, 'AUDITOR'],
  openLane: AT_THE_LOT,
  message: AT_THE_LOT,
  bindPhone: RUNS,
  setCount: RUNS,
  correct: RUNS,
  clearAlarm: RUNS,
  readRights: [...RUNS, 'AUDITOR'],
  giveRights: RUNS,
  papers: RUNS,
  answer: RUNS,
};

let role = null;

export const setRole = (given) => {
  role = given;
};

export const may = (what) => MAY[what].includes(role);
