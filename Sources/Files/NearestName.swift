/// The name most like `word`, for "did you mean ...?", or nil if none is near: more than half of
/// the letters would have to change.
package func nearest(to word: String, among names: [String]) -> String? {
  let distances = names.map {
    (name: $0, distance: editDistance(word.lowercased(), $0.lowercased()))
  }
  guard let best = distances.min(by: { $0.distance < $1.distance }),
    best.distance <= max(word.count, best.name.count) / 2
  else { return nil }
  return best.name
}

/// The Levenshtein distance: the fewest letters to insert, delete or replace to make `a` into `b`.
func editDistance(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  // row[j] is the distance between the part of `a` read so far and the first j letters of `b`.
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
