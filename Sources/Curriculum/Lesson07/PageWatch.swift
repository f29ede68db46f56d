import Foundation

/// Whole pages of memory, given back with the last reference to them; hence a class.
final class PageMemory {
  /// The size of a page in bytes.
  static let pageSize = Int(getpagesize())

  let start: UnsafeMutableRawPointer
  private let bytes: Int

  /// Takes zeros from the system.
  init(pages: Int) {
    bytes = pages * PageMemory.pageSize
    #if os(Linux)
      let anonymous = MAP_ANONYMOUS
    #else
      let anonymous = MAP_ANON
    #endif
    let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | anonymous, -1, 0)
    guard let memory, memory != MAP_FAILED else {
      fatalError("the system gives no memory for \(pages) pages")
    }
    start = memory
  }

  deinit { munmap(start, bytes) }
}

/// Watches over pages of memory: takes note when a function first touches one, and when it goes on to
/// another.
///
/// The system lets nobody touch a page that is closed; it sends a signal, whose handler takes note, opens
/// the page and lets the program go on. A few pages stay open, as in a cache: the one that was opened
/// first is closed for the next. So the number of openings says in which order a function goes through
/// memory, and is the same on each run and each machine, which no clock can say of its times.
///
/// A class, because the handler knows the watch by its place in a table.
final class PageWatch {
  private let memory: PageMemory
  private let slot: Int
  private let ring: UnsafeMutablePointer<UInt>

  /// Closes some pages.
  ///
  /// - Parameters:
  ///   - pages: Which of the memory's.
  ///   - openAtOnce: How many of them may be open.
  ///   - limit: The number of openings after which all of them are opened for good.
  init(_ pages: Range<Int>, of memory: PageMemory, openAtOnce: Int = 1, limit: Int = 0) {
    self.memory = memory
    ring = .allocate(capacity: openAtOnce)
    ring.initialize(repeating: 0, count: openAtOnce)
    let start = UInt(bitPattern: memory.start)
    slot = Watch.begin(
      Watch.Pages(
        start: start + UInt(pages.lowerBound * PageMemory.pageSize),
        end: start + UInt(pages.upperBound * PageMemory.pageSize), ring: ring,
        openAtOnce: openAtOnce, limit: limit))
  }

  deinit {
    Watch.end(slot)
    ring.deallocate()
  }

  /// How many times a page was opened; at most one more than the limit.
  var openings: Int { Watch.pages(slot).openings }

  /// The address that was touched first; nil when there was none.
  var firstTouch: UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: Watch.pages(slot).firstTouch)
  }
}

/// What the signal handler knows of all watches: a table of fixed size, because a handler may not ask for
/// memory. Only one thread of the judge has watches at a time; the others wait until it has none.
private enum Watch {
  struct Pages {
    let start: UInt
    let end: UInt
    let ring: UnsafeMutablePointer<UInt>
    let openAtOnce: Int
    let limit: Int
    var openings = 0
    var firstTouch: UInt = 0
  }

  private static let capacity = 64
  // Changed by whoever holds `turn`, and by the handler on the same thread.
  nonisolated(unsafe) private static let table: UnsafeMutablePointer<Pages?> = {
    let table = UnsafeMutablePointer<Pages?>.allocate(capacity: capacity)
    table.initialize(repeating: nil, count: capacity)
    return table
  }()
  /// Held by a thread once for each of its watches.
  private static let turn = NSRecursiveLock()
  private static let handlers: [(signal: Int32, before: sigaction)] = [SIGSEGV, SIGBUS].map {
    var (action, before) = (sigaction(), sigaction())
    action.sa_flags = Int32(truncatingIfNeeded: Int(SA_SIGINFO) | Int(SA_ONSTACK))
    #if os(Linux)
      action.__sigaction_handler.sa_sigaction = noteTouch
    #else
      action.__sigaction_u.__sa_sigaction = noteTouch
    #endif
    sigaction($0, &action, &before)
    return ($0, before)
  }

  /// Takes a place in the table.
  static func begin(_ pages: Pages) -> Int {
    turn.lock()
    _ = handlers
    guard let slot = (0..<capacity).first(where: { table[$0] == nil }) else {
      fatalError("more than \(capacity) pieces of memory are watched")
    }
    table[slot] = pages
    protect(pages.start, pages.end - pages.start, PROT_NONE)
    return slot
  }

  /// Gives the place back, and opens the pages.
  static func end(_ slot: Int) {
    if let pages = table[slot] {
      protect(pages.start, pages.end - pages.start, PROT_READ | PROT_WRITE)
    }
    table[slot] = nil
    turn.unlock()
  }

  static func pages(_ slot: Int) -> Pages { table[slot]! }

  /// Opens the page of this address; false when it is not a watched one.
  static func open(_ address: UInt) -> Bool {
    let size = UInt(PageMemory.pageSize)
    for slot in 0..<capacity {
      guard let pages = table[slot], address >= pages.start, address < pages.end else { continue }
      if pages.openings == 0 { table[slot]!.firstTouch = address }
      table[slot]!.openings += 1
      if pages.openings >= pages.limit {
        protect(pages.start, pages.end - pages.start, PROT_READ | PROT_WRITE)
        return true
      }
      let place = pages.ring + pages.openings % pages.openAtOnce
      if place.pointee != 0 { protect(place.pointee, size, PROT_NONE) }
      place.pointee = address / size * size
      protect(place.pointee, size, PROT_READ | PROT_WRITE)
      return true
    }
    return false
  }

  private static func protect(_ address: UInt, _ bytes: UInt, _ access: Int32) {
    mprotect(UnsafeMutableRawPointer(bitPattern: address), Int(bytes), access)
  }

  /// Lets the handler from before have the signal, which comes again when the instruction is repeated.
  static func passOn(_ signal: Int32) {
    for (number, before) in handlers where number == signal {
      var before = before
      sigaction(number, &before, nil)
    }
  }
}

/// Runs in the middle of an answer that touches a protected page. Takes no memory, and waits for nothing.
private func noteTouch(
  _ number: Int32, _ info: UnsafeMutablePointer<siginfo_t>?, _: UnsafeMutableRawPointer?
) {
  guard let address = info?.pointee.touchedAddress, Watch.open(UInt(bitPattern: address)) else {
    Watch.passOn(number)
    return
  }
}

extension siginfo_t {
  /// The address that a memory access failed at.
  fileprivate var touchedAddress: UnsafeMutableRawPointer? {
    #if os(Linux)
      _sifields._sigfault.si_addr
    #else
      si_addr
    #endif
  }
}
