import Dispatch
import Foundation
import Synchronization

/// A thread that helps those who call `parallel`.
///
/// It takes work over in less than a microsecond while it is awake, and it stays awake for a short while
/// after its last work, because kernels come in quick succession: to wake a thread takes 5 to 50 µs.
///
/// Everything between a caller and a worker goes through one number, `state`, and not through a lock: a
/// process that is forked cannot inherit a locked one, and the thread sanitizer sees it.
final class Worker: Sendable {
  /// One of the numbers below, or the address of the work, which is even: as it is while the work is only
  /// offered, plus 1 while the thread is working on it.
  private let state = Atomic(Worker.isUnborn)
  /// Wakes the thread. Rung once for each time that the thread has gone to sleep.
  private let bell = DispatchSemaphore(value: 0)

  /// The thread is awake and looks for work.
  private static let isLooking = 0
  /// The thread sleeps, or is about to, until the bell rings.
  private static let isAsleep = 2
  /// There is no thread yet.
  private static let isUnborn = 4

  /// How long the thread looks for work before it goes to sleep. It yields to whoever wants the core.
  private static let patience: UInt64 = 200_000  // ns

  /// Offers work: the address of a closure, which must stay there until `recall` returns. False if the
  /// worker has other work.
  func offer(_ work: UnsafePointer<() -> Void>) -> Bool {
    let offer = Int(bitPattern: work)
    if change(from: Worker.isLooking, to: offer) { return true }
    if change(from: Worker.isAsleep, to: offer) {
      bell.signal()
      return true
    }
    if change(from: Worker.isUnborn, to: offer) {
      Thread.detachNewThread { self.run() }
      return true
    }
    return false
  }

  /// Takes the offer back if the worker has not begun, and otherwise waits until it has done the work. Does
  /// nothing if it was not offered this work.
  func recall(_ work: UnsafePointer<() -> Void>) {
    let offer = Int(bitPattern: work)
    if change(from: offer, to: Worker.isLooking) { return }
    while state.load(ordering: .acquiring) == offer + 1 { sched_yield() }
  }

  /// What there is to say in the child of a fork, which has no thread but the one that forked.
  func forgetThread() { state.store(Worker.isUnborn, ordering: .relaxed) }

  private func change(from old: Int, to new: Int) -> Bool {
    state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged
  }

  /// What the thread does, forever.
  private func run() {
    var sleepTime = now() + Worker.patience
    while true {
      let offer = state.load(ordering: .relaxed)
      if offer != Worker.isLooking {
        // The caller may have taken it back in between.
        guard change(from: offer, to: offer + 1) else { continue }
        perform(offer)
        state.store(Worker.isLooking, ordering: .releasing)
        sleepTime = now() + Worker.patience
      } else if now() < sleepTime {
        sched_yield()
      } else if change(from: Worker.isLooking, to: Worker.isAsleep) {
        bell.wait()
        sleepTime = now() + Worker.patience
      }
    }
  }

  /// Not inlined, so that nothing of the closure is held when this has returned.
  @inline(never)
  private func perform(_ offer: Int) {
    UnsafePointer<() -> Void>(bitPattern: offer)!.pointee()
  }

  private func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
