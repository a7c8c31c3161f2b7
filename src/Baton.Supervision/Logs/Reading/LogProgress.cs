namespace Baton.Supervision.Logs.Reading;

/// <summary>How a reading ended.</summary>
/// <param name="HasMore">The batch was full, or enough was looked through; there is more to read right now.</param>
internal readonly record struct LogProgress(bool HasMore);
