import Curriculum
import Gradus

extension RememberingLesson {
  /// One place of one batch.
  struct StreamPlace {
    let batch, row, time: Int
    let count, length, each: Int
    /// N, how many characters the text has.
    let characters: Int

    /// Where in the text the character stands that belongs to another time of the same row.
    func place(_ time: Int) -> Int { row * each + batch * length + time }
  }

  /// Batches whose characters stand elsewhere in the text; the targets follow the inputs.
  static func placed(
    _ name: String, _ why: String, _ place: @escaping @Sendable (StreamPlace) -> Int
  ) -> Mistake<Streams> {
    Mistake(name, why) { tokens, count, length in
      batches(tokens, count, length, inputs: place, targets: { place($0) + 1 })
    }
  }

  /// Batches whose targets stand elsewhere in the text.
  static func targeted(
    _ name: String, _ why: String, _ place: @escaping @Sendable (StreamPlace) -> Int
  ) -> Mistake<Streams> {
    Mistake(name, why) { tokens, count, length in
      batches(tokens, count, length, inputs: { $0.place($0.time) }, targets: place)
    }
  }

  /// The right batches, each of them changed.
  static func finished(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout TextBatch) -> Void
  ) -> Mistake<Streams> {
    Mistake(name, why) { tokens, count, length in
      var batches = try Remembering.streams(tokens, count: count, length: length)
      for place in batches.indices { change(&batches[place]) }
      return batches
    }
  }

  private static func batches(
    _ tokens: Tensor<Int>, _ count: Int, _ length: Int, inputs: (StreamPlace) -> Int,
    targets: (StreamPlace) -> Int
  ) -> [TextBatch] {
    let each = (tokens.shape[0] - 1) / count
    return (0..<each / length).map { batch in
      func part(_ place: (StreamPlace) -> Int) -> Tensor<Int> {
        Tensor(
          (0..<count).map { row in
            (0..<length).map { time in
              tokens[
                min(
                  tokens.shape[0] - 1,
                  place(
                    StreamPlace(
                      batch: batch, row: row, time: time, count: count, length: length, each: each,
                      characters: tokens.shape[0]))
                )]
            }
          })
      }
      return TextBatch(inputs: part(inputs), targets: part(targets))
    }
  }
}
