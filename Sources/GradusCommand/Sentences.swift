import Files
import Foundation

/// What an error says to the user: its own sentence, or where Foundation has made it, the file and the
/// system's reason, in place of a code.
func sentence(about error: any Error) -> String {
  guard error is CocoaError || error is POSIXError || type(of: error) is NSError.Type else {
    return "\(error)"
  }
  let details = (error as NSError).userInfo
  let file =
    details[NSFilePathErrorKey] as? String
    ?? (details[NSURLErrorKey] as? URL)?.path(percentEncoded: false)
  let reason = systemReason(of: error)
  return file.map { "cannot read or write \($0): \(reason)" } ?? "the system refused: \(reason)"
}
