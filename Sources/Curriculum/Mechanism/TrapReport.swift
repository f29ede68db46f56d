import Foundation
import Synchronization

// A trap of Swift's library names a line of that library, and a trap in optimized code none at all.
// So the child reports the addresses of the functions that were running, and the parent asks the
// toolchain which line of the learner's file they stand for.

/// Where the signal handler writes to, which cannot be handed anything.
private let trapReport = Atomic<Int32>(-1)

/// C's function that collects return addresses.
private let backtrace = cFunction(
  "backtrace", as: (@convention(c) (UnsafeMutablePointer<UInt>, Int32) -> Int32).self)

/// The signals of traps, of wrong memory accesses, and of C's `abort`.
let crashSignals = [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSEGV, SIGBUS]

/// Lets a signal of a crash write to a pipe first which functions were running. It then ends the process
/// as ever.
func reportTraps(to pipe: Int32) {
  trapReport.store(pipe, ordering: .relaxed)
  // The first call loads a library, for which a crashing process is no place.
  var first: UInt = 0
  _ = backtrace(&first, 1)
  // A stack that has overflowed has no room for a handler.
  let stack = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 16)
  var place = stack_t()
  place.ss_sp = stack
  place.ss_size = 1 << 16
  sigaltstack(&place, nil)

  var action = sigaction()
  action.sa_flags = [Int(SA_SIGINFO), Int(SA_ONSTACK), Int(SA_RESETHAND)].reduce(0) {
    $0 | Int32(truncatingIfNeeded: $1)
  }
  #if os(Linux)
    action.__sigaction_handler.sa_sigaction = reportTrap
  #else
    action.__sigaction_u.__sa_sigaction = reportTrap
  #endif
  for number in crashSignals { sigaction(number, &action, nil) }
}

/// Runs in the crashing process, where nothing is safe that takes memory or waits for a lock.
private func reportTrap(
  _ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _: UnsafeMutableRawPointer?
) {
  let limit = 64
  withUnsafeTemporaryAllocation(of: UInt.self, capacity: limit) { addresses in
    let count = Int(backtrace(addresses.baseAddress!, Int32(limit)))
    for index in 0..<count where addresses[index] != info?.pointee.address {
      // The instruction after a call may belong to the next line.
      addresses[index] &-= 1
    }
    _ = write(
      trapReport.load(ordering: .relaxed), addresses.baseAddress!,
      count * MemoryLayout<UInt>.stride)
  }
  raise(number)
}

extension siginfo_t {
  /// The address of the instruction that trapped.
  fileprivate var address: UInt {
    #if os(Linux)
      UInt(bitPattern: _sifields._sigfault.si_addr)
    #else
      UInt(bitPattern: si_addr)
    #endif
  }
}

extension Start {
  /// The innermost line of the learner's file among the functions that were running, such as
  /// `Lesson01/Exercises.swift, line 29`; nil where there is none, or where the toolchain has no program
  /// that tells.
  func lineOfTrap(_ bytes: [UInt8]) -> String? {
    let size = MemoryLayout<UInt>.stride
    guard !bytes.isEmpty, bytes.count % size == 0, bytes.count <= 64 * size else { return nil }
    let addresses = bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: size).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: UInt.self)
      }
    }
    // The child runs the program of its parent.
    let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
    let places = addresses.filter { $0 >= base }.map { "0x" + String($0 - base, radix: 16) }
    let text = try? ChildProcess.output(
      of: symbolizer, ["--relative-address", "--obj", program] + places, seconds: 2)
    return text?.split(separator: "\n").lazy.compactMap(learnersLine).first
  }
}

/// What a line such as `/clone/Lessons/01-linear-regression/Exercises.swift:29:12` says.
private func learnersLine(_ place: Substring) -> String? {
  guard let match = place.firstMatch(of: /\/Lessons\/(\d\d)-[^\/:]*\/Exercises\.swift:([1-9]\d*)/)
  else { return nil }
  return "Lesson\(match.1)/Exercises.swift, line \(match.2)"
}

/// The toolchain's program that knows which line an address stands for: of the toolchain whose library
/// runs here, or whichever is found by its name.
private let symbolizer: String = {
  let name = "llvm-symbolizer"
  guard let function = dlsym(dlopen(nil, RTLD_NOW), "swift_retain"),
    let library = codeFile(of: function)?.name
  else { return name }
  // The library is TOOLCHAIN/lib/swift/linux/libswiftCore.so.
  var folder = URL(filePath: library)
  for _ in 0..<4 { folder.deleteLastPathComponent() }
  let program = folder.appending(path: "bin/\(name)").path(percentEncoded: false)
  return FileManager.default.isExecutableFile(atPath: program) ? program : name
}()
