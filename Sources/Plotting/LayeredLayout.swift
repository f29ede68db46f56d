/// Places for boxes that are joined by arrows, in columns from left to right (Sugiyama, Tagawa and Toda, 1981).
///
/// A box stands one column after the last of those that lead to it. An arrow across several columns passes through
/// each of them at a waypoint of its own, as if it were a box without height, so that it runs around the others.
struct LayeredLayout {
  /// What stands in a column: a box, or the waypoint of an arrow.
  struct Item {
    let column: Int
    let height: Double
    /// The middle, counted downward; the topmost item begins at 0.
    fileprivate(set) var y = 0.0
    /// The items in the column before that lead here.
    fileprivate(set) var before: [Int] = []
    /// The items in the next column to which it leads.
    fileprivate(set) var after: [Int] = []
  }

  /// The boxes in their order, and the waypoints after them.
  private(set) var items: [Item]
  /// For each arrow the items that it joins, from its start through its waypoints to its end.
  private(set) var routes: [[Int]] = []
  /// The items of each column from above.
  private(set) var columns: [[Int]]
  /// The height of the tallest column.
  private(set) var height = 0.0
  private let gap: Double

  /// Places boxes of these heights.
  ///
  /// - Parameters:
  ///   - heights: Of the boxes.
  ///   - arrows: From one box to another, without a way back.
  ///   - gap: The least distance between items of a column.
  init(heights: [Double], arrows: [(from: Int, to: Int)], gap: Double) {
    self.gap = gap
    var column = [Int](repeating: 0, count: heights.count)
    while let late = arrows.first(where: { column[$0.to] <= column[$0.from] }) {
      column[late.to] = column[late.from] + 1
    }
    items = zip(column, heights).map { Item(column: $0, height: $1) }
    columns = Array(repeating: [], count: (column.max() ?? -1) + 1)
    for arrow in arrows {
      var route = [arrow.from]
      for between in column[arrow.from] + 1..<column[arrow.to] {
        route.append(items.count)
        items.append(Item(column: between, height: 0))
      }
      route.append(arrow.to)
      routes.append(route)
      for (start, end) in zip(route, route.dropFirst()) {
        items[start].after.append(end)
        items[end].before.append(start)
      }
    }
    // Long arrows begin above the boxes: from between them they would cross more.
    for index in Array(heights.count..<items.count) + Array(heights.indices) {
      columns[items[index].column].append(index)
    }
    order()
    place()
  }

  /// Sorts each column by the mean place of its neighbors, which uncrosses most arrows.
  private mutating func order() {
    func sort(_ column: Int, by neighbors: (Item) -> [Int], in other: Int) {
      let places = Dictionary(
        uniqueKeysWithValues: columns[other].enumerated().map { ($1, Double($0)) })
      let means = columns[column].enumerated().map { place, index -> (Double, Int) in
        let near = neighbors(items[index]).compactMap { places[$0] }
        return (near.isEmpty ? Double(place) : near.reduce(0, +) / Double(near.count), index)
      }
      columns[column] = means.enumerated().sorted {
        ($0.element.0, $0.offset) < ($1.element.0, $1.offset)
      }.map(\.element.1)
    }
    for _ in 0..<4 {
      for column in columns.indices.dropFirst() { sort(column, by: \.before, in: column - 1) }
      for column in columns.indices.dropLast().reversed() {
        sort(column, by: \.after, in: column + 1)
      }
    }
  }

  /// Moves items toward the middle of their neighbors, as far as those above and below leave room.
  private mutating func place() {
    for column in columns { stack(column, around: column.map { _ in 0 }) }
    for _ in 0..<8 {
      for column in columns.dropFirst() { pull(column, toward: \.before) }
      for column in columns.dropLast().reversed() { pull(column, toward: \.after) }
    }
    let top = items.map { $0.y - $0.height / 2 }.min() ?? 0
    for index in items.indices { items[index].y -= top }
    height = items.map { $0.y + $0.height / 2 }.max() ?? 0
  }

  private mutating func pull(_ column: [Int], toward neighbors: (Item) -> [Int]) {
    let wanted = column.map { index -> Double in
      let near = neighbors(items[index]).map { items[$0].y }
      return near.isEmpty ? items[index].y : near.reduce(0, +) / Double(near.count)
    }
    stack(column, around: wanted)
  }

  /// Puts the items of a column below each other, at a mean distance of 0 from where each should be.
  private mutating func stack(_ column: [Int], around wanted: [Double]) {
    var end = -Double.infinity
    for (index, y) in zip(column, wanted) {
      let half = items[index].height / 2
      items[index].y = max(y, end + half)
      end = items[index].y + half + gap
    }
    let shift = zip(column, wanted).reduce(0) { $0 + items[$1.0].y - $1.1 } / Double(column.count)
    for index in column { items[index].y -= shift }
  }
}
