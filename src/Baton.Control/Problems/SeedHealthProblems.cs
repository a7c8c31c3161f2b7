using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Problems;

/// <summary>Writes the one body of every failed request to the health monitors' paths.</summary>
internal static class SeedHealthProblems
{
    /// <summary>Answers with what was thrown; false for a bug, which is answered too but must be told to people.</summary>
    public static async Task<bool> WriteAsync(HttpContext context, Exception thrown)
    {
        var told = ProblemWriter.Begin(context, thrown);
        // In the words that clients know, where no name was asked for.
        var detail = (told.Status, thrown) switch
        {
            (_, ProblemException { SeedWords: { } words }) => words,
            (404, ProblemException) => "Not Found",
            (405, _) => "Method Not Allowed",
            _ => told.Detail,
        };
        await Answer.WriteAsync(context, new SeedProblem(detail), HealthJson.Default.SeedProblem);
        return told.IsExpected;
    }
}
