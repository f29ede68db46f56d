import Foundation
import Synchronization

/// Control-C during a long run: the first asks for a good end, the second ends the program at once.
enum Interruption {
  /// Whether Control-C was pressed since ``heed()``.
  static var isAskedFor: Bool { wasPressed.load(ordering: .relaxed) }

  /// From now on the first Control-C only sets a flag, and says so.
  ///
  /// - Parameter savesTrainings: Whether what is finished and saved is a whole training, and not an epoch.
  static func heed(savesTrainings: Bool = false) {
    // Made here, because making it is more than a signal's handler may do.
    _ = isAskedFor
    // Whoever started this process may have blocked the signal, which is inherited.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    if savesTrainings {
      signal(SIGINT) { _ in note(noticeOfTraining) }
    } else {
      signal(SIGINT) { _ in note(noticeOfEpoch) }
    }
  }
}

private let wasPressed = Atomic(false)

/// A handler runs between any two instructions of the program, so it may call next to nothing; these three
/// are allowed. The next Control-C is the system's own again: it ends the program.
private func note(_ notice: StaticString) {
  signal(SIGINT, SIG_DFL)
  wasPressed.store(true, ordering: .relaxed)
  write(STDERR_FILENO, notice.utf8Start, notice.utf8CodeUnitCount)
}

private let noticeOfEpoch: StaticString =
  "\nInterrupted: this epoch is finished and saved. Control-C again stops at once.\n"
private let noticeOfTraining: StaticString =
  "\nInterrupted: this training is finished and saved. Control-C again stops at once.\n"
