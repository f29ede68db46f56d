/// Reduces a long series to at most 2000 places, so that the file of a long training stays small.
///
/// The series is cut into 400 stretches. Each keeps its first, last, lowest and highest place, and
/// its first gap: spikes survive, which plain skipping would lose.
func thinned(_ places: [PlotPoint?]) -> [PlotPoint?] {
  let stretches = 400
  let keptPerStretch = 5
  guard places.count > stretches * keptPerStretch else { return places }
  return (0..<stretches).flatMap { stretch in
    let start = places.count * stretch / stretches
    let end = places.count * (stretch + 1) / stretches
    return keptIndices(of: places, in: start..<end).map { places[$0] }
  }
}

private func keptIndices(of places: [PlotPoint?], in range: Range<Int>) -> [Int] {
  var first: Int?
  var last: Int?
  var gap: Int?
  var lowest: (index: Int, y: Double)?
  var highest: (index: Int, y: Double)?
  for index in range {
    guard let y = places[index]?.y else {
      gap = gap ?? index
      continue
    }
    first = first ?? index
    last = index
    if lowest.map({ y < $0.y }) ?? true { lowest = (index, y) }
    if highest.map({ y > $0.y }) ?? true { highest = (index, y) }
  }
  return Set([first, last, gap, lowest?.index, highest?.index].compactMap { $0 }).sorted()
}
