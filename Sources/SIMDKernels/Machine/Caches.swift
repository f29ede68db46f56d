import Foundation

/// The caches of a core, as far as kernels ask about them.
public struct Caches: Equatable, Sendable {
  /// One of them.
  public struct Level: Equatable, Sendable {
    /// How many bytes it holds.
    public let byteCount: Int
    /// How many lines can stay of those that share a set.
    public let ways: Int
  }

  /// The nearest one, for data.
  public internal(set) var first = Level(byteCount: 32 << 10, ways: 8)
  /// The one after it.
  public internal(set) var second = Level(byteCount: 512 << 10, ways: 8)

  /// Those of the machine on which the program runs.
  public static let ofThisMachine = Caches(
    file: {
      try? String(contentsOfFile: "/sys/devices/system/cpu/cpu0/cache/\($0)", encoding: .utf8)
    },
    number: systemNumber)

  /// The bytes of a line: what a cache moves at a time.
  static var lineByteCount: Int { 64 }
}

extension Caches {
  /// What a system tells. Where it tells nothing, or what cannot be, a cache is as most have been for years.
  ///
  /// - Parameters:
  ///   - file: The text of a file by which Linux describes a cache: `index0/size` has `32K`.
  ///   - number: A number by which macOS does. It does not tell how many ways there are.
  init(file: (String) -> String?, number: (String) -> Int?) {
    if let level = Level(number("hw.l1dcachesize"), first.ways) { first = level }
    if let level = Level(number("hw.l2cachesize"), second.ways) { second = level }
    for index in 0..<4 {
      func word(_ name: String) -> String {
        (file("index\(index)/\(name)") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      }
      guard word("type") != "Instruction",
        let level = Level(Caches.byteCount(word("size")), Int(word("ways_of_associativity")))
      else { continue }
      if word("level") == "1" { first = level }
      if word("level") == "2" { second = level }
    }
  }

  /// `32K` and `1M` as numbers.
  private static func byteCount(_ text: String) -> Int? {
    guard let unit = ["K": 1 << 10, "M": 1 << 20][text.suffix(1)],
      let count = Int(text.dropLast()), (1...(1 << 20)).contains(count)
    else { return nil }
    return count * unit
  }
}

extension Caches.Level {
  /// Nil if there can be no such cache.
  fileprivate init?(_ byteCount: Int?, _ ways: Int?) {
    guard let byteCount, (4 << 10...1 << 30).contains(byteCount), let ways, (1...64).contains(ways)
    else { return nil }
    self.init(byteCount: byteCount, ways: ways)
  }

  /// Whether lines that lie a stride apart, so many of them, would push each other out: whether as many of
  /// them as there are ways lie within a line of the first where sets repeat.
  func isCrowded(by count: Int, stride: Int) -> Bool {
    // The distance from which on addresses share their sets: 4096 bytes where 32 KiB have 8 ways.
    let period = byteCount / ways
    let neighbors = (0..<count).count { index in
      let distance = index * stride % period
      return min(distance, period - distance) < Caches.lineByteCount
    }
    return neighbors >= ways
  }
}

/// A number that macOS tells of the machine.
private func systemNumber(_ name: String) -> Int? {
  #if os(macOS)
    var (number, size) = (0, MemoryLayout<Int>.size)
    return sysctlbyname(name, &number, &size, nil, 0) == 0 ? number : nil
  #else
    return nil
  #endif
}
