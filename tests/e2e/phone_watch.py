"""Scripts that remember what the page asked of the phone: cameras opened, wake locks held."""

REMEMBER_CAMERA = """
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  globalThis.cameras = [];
  navigator.mediaDevices.getUserMedia = async wish => {
    const stream = await ask(wish);
    globalThis.cameras.push(stream);
    return stream;
  };
"""
REMEMBER_WAKE_LOCKS = """
  const ask = WakeLock.prototype.request;
  globalThis.locks = [];
  WakeLock.prototype.request = async function (kind) {
    const lock = await ask.call(this, kind);
    globalThis.locks.push(lock);
    return lock;
  };
"""
AWAKE = """async released => {
  while (!locks.some(lock => lock.released === released)) await new Promise(requestAnimationFrame);
  return locks.length;
}"""
