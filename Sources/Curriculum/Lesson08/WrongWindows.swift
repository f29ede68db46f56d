import Gradus

/// One product of a convolution: the window's place, the element of the window, and the pixel there.
struct Tap {
  var y, x, i, j, row, column: Int
}

/// The sizes of a convolution.
struct WindowSizes {
  let input: Size2D
  let kernel: Size2D
  let stride: Int
  let padding: Int

  /// OH and OW.
  var output: Size2D {
    Size2D(
      height: (input.height + 2 * padding - kernel.height) / stride + 1,
      width: (input.width + 2 * padding - kernel.width) / stride + 1)
  }
}

/// A mistake about where windows lie, which a convolution and each of its gradients can have.
struct WindowMistake: Sendable {
  let name: String
  let why: String
  /// All products that are made.
  let taps: @Sendable (WindowSizes) -> [Tap]

  /// - Parameters:
  ///   - place: The row of element i of window y, from y, i, the stride and the padding; columns alike.
  ///   - change: Changes a tap, or leaves it out; those outside of the picture are left out afterward.
  private init(
    _ name: String, _ why: String,
    place: @escaping @Sendable (_ y: Int, _ i: Int, _ stride: Int, _ padding: Int) -> Int = {
      $0 * $2 - $3 + $1
    },
    change: @escaping @Sendable (Tap, WindowSizes) -> Tap? = { tap, _ in tap }
  ) {
    self.name = name
    self.why = why
    taps = { sizes in
      var taps: [Tap] = []
      for y in 0..<sizes.output.height {
        for x in 0..<sizes.output.width {
          for i in 0..<sizes.kernel.height {
            for j in 0..<sizes.kernel.width {
              let tap = Tap(
                y: y, x: x, i: i, j: j, row: place(y, i, sizes.stride, sizes.padding),
                column: place(x, j, sizes.stride, sizes.padding))
              guard let tap = change(tap, sizes), 0..<sizes.input.height ~= tap.row,
                0..<sizes.input.width ~= tap.column
              else { continue }
              taps.append(tap)
            }
          }
        }
      }
      return taps
    }
  }

  /// No mistake at all.
  static let none = WindowMistake("", "")

  private static let strideMissing =
    "The stride is missing: window (y, x) begins at row y·stride − padding and column x·stride − padding."

  private static let turnedAround =
    "The filter is turned around, its rows, its columns or both: here element (i, j) stays where it is."

  private static let firstNotSeen =
    "Row 0 and column 0 belong to the picture: ask for >= 0, not > 0."

  private static let lastNotSeen =
    "The last row and column belong to the picture: their numbers are H − 1 and W − 1."

  static let all: [WindowMistake] = [
    WindowMistake(
      "stride missing", strideMissing,
      place: { y, i, _, padding in y - padding + i }),
    WindowMistake(
      "padding missing",
      "The padding is missing: the window at y begins at row y·stride − padding.",
      place: { y, i, stride, _ in y * stride + i }),
    WindowMistake(
      "padding added",
      "The padding is added where it has to be taken away: the first window begins above the picture.",
      place: { y, i, stride, padding in y * stride + padding + i }),
    WindowMistake(
      "padding times stride",
      "The padding is taken away after the stride has multiplied: y·stride − padding + i.",
      place: { y, i, stride, padding in (y - padding) * stride + i }),
    WindowMistake(
      "stride within the window",
      "The stride also spreads the elements of a window: they are neighbors, whatever the stride.",
      place: { y, i, stride, padding in y * stride - padding + i * stride }),
    WindowMistake(
      "padding for the rows alone",
      "The padding is missing for the columns: all four sides have it.",
      change: { tap, sizes in
        var tap = tap
        tap.column += sizes.padding
        return tap
      }),
    WindowMistake(
      "stride for the rows alone", strideMissing,
      change: { tap, sizes in
        var tap = tap
        tap.column = tap.x - sizes.padding + tap.j
        return tap
      }),
    WindowMistake(
      "columns compared with the height",
      "Columns are compared with the number of rows: a picture may be wider than it is high.",
      change: { tap, sizes in tap.column < sizes.input.height ? tap : nil }),
    WindowMistake(
      "edges repeated",
      "Outside of the picture the nearest pixel is taken: what lies there counts as 0.",
      change: { tap, sizes in
        var tap = tap
        tap.row = min(max(tap.row, 0), sizes.input.height - 1)
        tap.column = min(max(tap.column, 0), sizes.input.width - 1)
        return tap
      }),
    WindowMistake(
      "edges joined",
      "Outside of the picture it begins again at the other edge: what lies there counts as 0.",
      change: { tap, sizes in
        var tap = tap
        let (h, w) = (sizes.input.height, sizes.input.width)
        (tap.row, tap.column) = ((tap.row % h + h) % h, (tap.column % w + w) % w)
        return tap
      }),
    WindowMistake(
      "columns run into the next row",
      "A column beyond the edge is taken from the next row: look at row and column, each by itself.",
      change: { tap, sizes in
        let position = tap.row * sizes.input.width + tap.column
        guard position >= 0 else { return nil }
        var tap = tap
        (tap.row, tap.column) = position.quotientAndRemainder(dividingBy: sizes.input.width)
        return tap
      }),
    WindowMistake(
      "turned around", turnedAround,
      change: { tap, sizes in
        var tap = tap
        tap.i = sizes.kernel.height - 1 - tap.i
        tap.j = sizes.kernel.width - 1 - tap.j
        return tap
      }),
    WindowMistake(
      "turned upside down", turnedAround,
      change: { tap, sizes in
        var tap = tap
        tap.i = sizes.kernel.height - 1 - tap.i
        return tap
      }),
    WindowMistake(
      "turned from left to right", turnedAround,
      change: { tap, sizes in
        var tap = tap
        tap.j = sizes.kernel.width - 1 - tap.j
        return tap
      }),
    WindowMistake(
      "rows and columns of the window exchanged",
      "Rows and columns of the window are exchanged: i counts its rows, and j its columns.",
      change: { tap, sizes in
        guard sizes.kernel.height == sizes.kernel.width else { return tap }
        var tap = tap
        (tap.i, tap.j) = (tap.j, tap.i)
        return tap
      }),
    WindowMistake(
      "j counted by the kernel's height",
      "j counts the columns of the window: it runs to KW, and not to KH.",
      // Beyond KW a learner's program stops.
      change: { tap, sizes in tap.j < sizes.kernel.height ? tap : nil }),
    WindowMistake(
      "a window of 3 × 3 at most",
      "The window has KH rows and KW columns, and not always 3 of each.",
      change: { tap, _ in tap.i < 3 && tap.j < 3 ? tap : nil }),
    WindowMistake(
      "row 0 and column 0 not seen", firstNotSeen,
      change: { tap, _ in tap.row > 0 && tap.column > 0 ? tap : nil }),
    WindowMistake(
      "row 0 not seen", firstNotSeen, change: { tap, _ in tap.row > 0 ? tap : nil }),
    WindowMistake(
      "last row not seen", lastNotSeen,
      change: { tap, sizes in tap.row < sizes.input.height - 1 ? tap : nil }),
    WindowMistake(
      "last row and column not seen", lastNotSeen,
      change: { tap, sizes in
        tap.row < sizes.input.height - 1 && tap.column < sizes.input.width - 1 ? tap : nil
      }),
  ]
}
