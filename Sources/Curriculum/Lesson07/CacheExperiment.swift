import Curriculum

/// A cache that is only counted: it holds lines of memory, and forgets those that were not used for the
/// longest time.
///
/// Each address belongs to one set of few lines, so addresses whose distance is a large power of two
/// compete for the same set while the rest of the cache is empty.
struct CacheModel {
  static let lineBytes = 64
  static let ways = 8
  static let sets = 64
  static var bytes: Int { lineBytes * ways * sets }

  /// The lines of each set, the last used one first; -1 where there is none yet.
  private var lines = [Int](repeating: -1, count: ways * sets)
  /// How often a line had to be fetched from beyond the cache.
  private(set) var misses = 0

  /// Reads or writes a number at an address.
  mutating func touch(_ address: Int) {
    let line = address / CacheModel.lineBytes
    let first = line % CacheModel.sets * CacheModel.ways
    var place = first
    while place < first + CacheModel.ways - 1, lines[place] != line { place += 1 }
    if lines[place] != line { misses += 1 }
    // Moves the line to the front; if it was not there, the last one of the set falls out.
    while place > first {
      lines[place] = lines[place - 1]
      place -= 1
    }
    lines[first] = line
  }
}

extension SpeedExperiment {
  /// An order in which the numbers of three matrices are used.
  public enum AccessOrder: String, CaseIterable, Sendable {
    /// The textbook's loops.
    case textbook = "i-j-k, the textbook"
    /// Along the rows.
    case rowByRow = "i-k-j, row by row"
    /// Along the rows of blocks of 16·512 numbers of b.
    case blocked = "i-k-j in blocks"
    /// Tiles of 4 rows and 8 columns.
    case tiled = "tiles of 4×8"
    /// The same over panels, packing included.
    case packed = "tiles over packed panels"
  }

  /// How many bytes a cache of 32 KiB, with eight lines of 64 bytes a set, has to fetch for each
  /// multiplication of a product of matrices [n, n]. Counted, not measured: the same everywhere.
  public static func fetchedBytes(_ order: AccessOrder, n: Int) -> Double {
    var cache = CacheModel()
    // One matrix after the other, each beginning at a page; after them the panels.
    let page = 4096
    let size = (4 * n * n + page - 1) / page * page
    func a(_ i: Int, _ p: Int) { cache.touch(4 * (i * n + p)) }
    func b(_ p: Int, _ j: Int) { cache.touch(size + 4 * (p * n + j)) }
    func c(_ i: Int, _ j: Int) { cache.touch(2 * size + 4 * (i * n + j)) }
    func panel(_ p: Int, _ j: Int) { cache.touch(3 * size + 4 * ((j / 8 * n + p) * 8 + j % 8)) }

    /// The rows of some p added to all rows of c. Eight neighbors at a time: never more than one line.
    func addRows(_ p: Range<Int>, to rows: Range<Int>) {
      for i in rows {
        for p in p {
          a(i, p)
          for j in stride(from: 0, to: n, by: 8) {
            b(p, j)
            c(i, j)
          }
        }
      }
    }
    /// A tile that reads four numbers of a and eight neighbors of b, or of a panel, for each p.
    func tile(_ i: Int, _ j: Int, _ source: (Int, Int) -> Void) {
      for p in 0..<n {
        for row in i..<i + 4 { a(row, p) }
        source(p, j)
      }
      for row in i..<i + 4 { c(row, j) }
    }

    switch order {
    case .textbook:
      for i in 0..<n {
        for j in 0..<n {
          for p in 0..<n {
            a(i, p)
            b(p, j)
          }
          c(i, j)
        }
      }
    case .rowByRow: for i in 0..<n { addRows(0..<n, to: i..<i + 1) }
    case .blocked:
      for p in stride(from: 0, to: n, by: 16) { addRows(p..<min(p + 16, n), to: 0..<n) }
    case .tiled:
      for i in stride(from: 0, to: n, by: 4) {
        for j in stride(from: 0, to: n, by: 8) { tile(i, j, b) }
      }
    case .packed:
      for j in stride(from: 0, to: n, by: 8) {
        for p in 0..<n {
          b(p, j)
          panel(p, j)
        }
      }
      for j in stride(from: 0, to: n, by: 8) {
        for i in stride(from: 0, to: n, by: 4) { tile(i, j, panel) }
      }
    }
    return Double(cache.misses * CacheModel.lineBytes) / Double(n * n * n)
  }
}
