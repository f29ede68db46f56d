/// Which edges of the readers' code an input reached, counted by the code itself.
///
/// With `GRADUS_FUZZ=1` the package's manifest has the compiler add a counter to each edge between two
/// pieces of code (`-sanitize-coverage`, LLVM's SanitizerCoverage); each module hands its counters over
/// before the program begins. Without, there are none, and inputs are changed blindly.
struct Coverage {
  /// For each counter, the sizes of counts that were seen, one bit each.
  private var seen: [UInt8]

  init() { seen = Array(repeating: 0, count: counters.reduce(0) { $0 + $1.count }) }

  /// Whether there are counters at all.
  static var isAvailable: Bool { !counters.isEmpty }

  /// How many edges were reached by any input.
  var reachedCount: Int { seen.count { $0 != 0 } }

  /// Sets all counters to zero.
  static func reset() {
    for region in counters { region.update(repeating: 0) }
  }

  /// Takes the counters in; whether an edge was reached for the first time, or for the first time about
  /// so often. Sizes are 1, 2, 3, 4, 8, 16, 32 and 128, as in the fuzzer AFL (Zalewski, 2013): with
  /// every count a size of its own, each turn of a loop would be news.
  ///
  /// - Parameter ignoringCounts: Whether only edges reached for the first time are news.
  mutating func takeIn(ignoringCounts: Bool = false) -> Bool {
    var isNews = false
    var start = 0
    for region in counters {
      // Few edges are reached, so that most of the counters are passed over eight at a time.
      let words = UnsafeRawBufferPointer(region)
      var place = 0
      while place < region.count {
        if place + 8 <= region.count,
          words.loadUnaligned(fromByteOffset: place, as: UInt64.self) == 0
        {
          place += 8
          continue
        }
        let size = ignoringCounts ? min(1, region[place]) : bitOfSize(region[place])
        if seen[start + place] & size != size {
          seen[start + place] |= size
          isNews = true
        }
        place += 1
      }
      start += region.count
    }
    return isNews
  }
}

/// A bit for the size of a count.
private func bitOfSize(_ count: UInt8) -> UInt8 {
  switch count {
  case 0: 0
  case 1: 1
  case 2: 2
  case 3: 4
  case 4..<8: 8
  case 8..<16: 16
  case 16..<32: 32
  case 32..<128: 64
  default: 128
  }
}

/// The counters of each module that has some. Written before `main`, on one thread, and never after.
nonisolated(unsafe) private var counters: [UnsafeMutableBufferPointer<UInt8>] = []

/// What each module with counters calls, by the name that the compiler gives this.
@_cdecl("__sanitizer_cov_8bit_counters_init")
public func takeCounters(_ start: UnsafeMutablePointer<UInt8>, _ end: UnsafeMutablePointer<UInt8>) {
  if start < end { counters.append(UnsafeMutableBufferPointer(start: start, count: end - start)) }
}
