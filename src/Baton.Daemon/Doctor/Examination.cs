using Baton.Contracts;

namespace Baton.Daemon.Doctor;

/// <summary><c>baton doctor</c>: what this machine offers for Baton, and what is wrong in a project. Looks only; nothing is changed or mended.</summary>
public static class Examination
{
    /// <summary>Looks at everything; one look that fails by an error is itself a finding and keeps none of the others from being taken.</summary>
    /// <param name="folder">The project's folder; null is the current one.</param>
    /// <param name="time">The clock.</param>
    public static IReadOnlyList<FindingRecord> Of(string? folder, TimeProvider time)
    {
        var home = Path.GetFullPath(folder ?? ".");
        (string What, Func<IEnumerable<FindingRecord>> Look)[] looks =
        [
            ("kernel", KernelChecks.All),
            ("limits", LimitChecks.All),
            ("programs", ProgramChecks.All),
            ("clock", () => ClockChecks.All(time, File.GetLastWriteTimeUtc(Environment.ProcessPath!))),
            ("manifest", () => ManifestChecks.All(home)),
            ("state", () => StateChecks.All(home)),
            ("port", () => PortChecks.All(home)),
        ];
        var findings = new List<FindingRecord>();
        foreach (var (what, look) in looks)
        {
            try
            {
                findings.AddRange(look());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                findings.Add(FindingRecord.Warning(what, $"could not be looked at: {e.Message}", null));
            }
        }

        return findings;
    }
}
