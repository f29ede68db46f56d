import Foundation
import Synchronization
import Testing

@testable import SIMDKernels

/// The threads that share work: each part runs once, and nothing waits forever.
@Suite("Threads") struct ThreadTests {
  @Test("each part runs once, on any number of threads", arguments: [1, 2, 3, 8, 64])
  func parts(threads: Int) {
    for count in [0, 1, 2, 3, 7, 100, 1000] {
      let runs = (0..<count).map { _ in Counter() }
      parallel(parts: count, threads: threads) { runs[$0].increase() }
      #expect(runs.allSatisfy { $0.value == 1 }, "\(count) parts on \(threads) threads")
    }
  }

  @Test("no part of the second stage begins before the first has ended", arguments: [1, 2, 3, 8])
  func stages(threads: Int) {
    for (first, second) in [(0, 5), (1, 5), (5, 1), (5, 0), (40, 40)] {
      let (ended, tooEarly, late) = (Counter(), Counter(), Counter())
      parallel(parts: first, then: second, threads: threads) { _ in
        sched_yield()
        ended.increase()
      } _: { _ in
        if ended.value < first { tooEarly.increase() }
        late.increase()
      }
      #expect(ended.value == first && late.value == second && tooEarly.value == 0)
    }
  }

  @Test("work that is shared may share its own work") func nested() {
    let runs = Counter()
    for _ in 0..<50 {
      parallel(parts: 4, threads: 4) { _ in
        parallel(parts: 4, threads: 4) { _ in
          parallel(parts: 4, threads: 4) { _ in runs.increase() }
        }
      }
    }
    #expect(runs.value == 50 * 64)
  }

  @Test("several threads may share work at the same time") func manyCallers() {
    let runs = Counter()
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<200 { parallel(parts: 8, threads: 3) { _ in runs.increase() } }
    }
    #expect(runs.value == 8 * 200 * 8)
  }

  @Test("where there are two cores, another thread takes part: at first, and after it has slept")
  func anotherThread() async {
    await #expect(processExitsWith: .success) {
      for _ in 0..<3 {
        waitForAnotherThread()
        usleep(10_000)
      }
    }
  }

  @Test("a thread without work sleeps") func sleeps() async {
    await #expect(processExitsWith: .success) {
      waitForAnotherThread()
      usleep(200_000)
      let before = clock()
      usleep(300_000)
      // What a thread that did not sleep would have used of a core, unless others kept it busy.
      precondition(Double(clock() - before) / Double(CLOCKS_PER_SEC) < 0.1)
    }
  }

  @Test("the child of a fork shares its work with a thread of its own") func forked() async {
    await #expect(processExitsWith: .success) {
      waitForAnotherThread()
      // Swift hides fork, because a child has to know what it does.
      let symbol = dlsym(dlopen(nil, RTLD_NOW), "fork")!
      let fork = unsafeBitCast(symbol, to: (@convention(c) () -> Int32).self)
      let child = fork()
      if child == 0 {
        alarm(60)
        waitForAnotherThread()
        _exit(0)
      }
      var status: Int32 = -1
      waitpid(child, &status, 0)
      precondition(status == 0, "the child ended with \(status)")
      waitForAnotherThread()
    }
  }
}

/// Returns when two threads have taken part in a piece of work; at once where there is but one core.
private func waitForAnotherThread() {
  guard ProcessInfo.processInfo.activeProcessorCount > 1 else { return }
  let here = Counter()
  parallel(parts: 2, threads: 2) { _ in
    here.increase()
    while here.value < 2 { sched_yield() }
  }
}

private final class Counter: Sendable {
  private let count = Atomic(0)
  var value: Int { count.load(ordering: .acquiring) }
  func increase() { count.add(1, ordering: .acquiringAndReleasing) }
}
