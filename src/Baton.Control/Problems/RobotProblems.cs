using System.Globalization;
using Baton.Contracts.Robot;
using Baton.Control.Mapping;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Problems;

/// <summary>Writes the one body of every failed request to the robot's API.</summary>
internal static class RobotProblems
{
    /// <summary>Answers with what was thrown; false for a bug, which is answered too but must be told to people.</summary>
    public static async Task<bool> WriteAsync(HttpContext context, Exception thrown)
    {
        var told = ProblemWriter.Begin(context, thrown);
        var code = told.IsExpected ? string.Create(CultureInfo.InvariantCulture, $"HTTP_{told.Status}") : "INTERNAL_ERROR";
        var detail = (thrown as ProblemException)?.SeedWords ?? told.Detail;
        await Answer.WriteAsync(context, new RobotProblem(false, detail, detail, code), RobotJson.Default.RobotProblem);
        return told.IsExpected;
    }
}
