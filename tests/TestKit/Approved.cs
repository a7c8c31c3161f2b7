using Xunit;

namespace Baton.TestKit;

/// <summary>A text that a person has read and approved stands in the repository; a test holds what the code says now to it.</summary>
public static class Approved
{
    /// <summary>
    /// Compares; on a difference, what was received is written beside the approved file, to be read and copied over it when it is right.
    /// </summary>
    /// <param name="path">The approved file, relative to the repository: <c>….approved.txt</c>. A missing one counts as empty.</param>
    /// <param name="received">What the code says now.</param>
    public static void Check(string path, string received)
    {
        var file = Repository.File(path);
        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (received == approved) return;
        File.WriteAllText(file.Replace(".approved.", ".received.", StringComparison.Ordinal), received);
        Assert.Equal(approved, received);
    }
}
