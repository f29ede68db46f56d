import Foundation

/// A name in `Lessons/Kept`, outside of what is compiled, that no file has yet, from the top of the clone.
///
/// - Parameters:
///   - name: What is kept, as in `01-linear-regression`.
///   - clone: The top of the clone.
///   - time: Stands in the name.
func nameForCopy(of name: String, in clone: URL, at time: Date = Date()) -> String {
  let format = DateFormatter()
  format.locale = Locale(identifier: "en_US_POSIX")
  format.dateFormat = "yyyy-MM-dd-HHmmss"
  let stem = "Lessons/Kept/\(name)-\(format.string(from: time))"
  var (file, number) = ("\(stem).swift", 1)
  while FileManager.default.fileExists(
    atPath: clone.appending(path: file).path(percentEncoded: false))
  {
    number += 1
    file = "\(stem)-\(number).swift"
  }
  return file
}

/// A file that cannot be read or written.
struct FileProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
