# Expected numbers for test_pooling.py and test_effects.py, from R's metafor (Debian r-cran-metafor).
# Run: Rscript tests/unit/metafor/expected.R > tests/unit/metafor/expected.json
suppressPackageStartupMessages(library(metafor))
options(digits = 15)
num <- function(x) paste0("[", paste(formatC(as.numeric(x), digits = 12, format = "g"), collapse = ", "), "]")
sets <- list(
  # BCG vaccine trials (Colditz and others, JAMA 1994): log risk ratios
  bcg = with(get(data(dat.bcg, package = "metafor")), escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg)),
  bcg_or = with(get(data(dat.bcg, package = "metafor")), escalc("OR", ai = tpos, bi = tneg, ci = cpos, di = cneg)),
  # length of hospital stay (Normand, Stat Med 1999): mean differences, standardised, ratios of means
  stay = with(get(data(dat.normand1999, package = "metafor")), escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i)),
  stay_smd = with(get(data(dat.normand1999, package = "metafor")), escalc("SMD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i)),
  stay_rom = with(get(data(dat.normand1999, package = "metafor")), escalc("ROM", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i)),
  # hand-made: agreement closer than chance, so that tau2 is 0
  alike = data.frame(yi = c(0.10, 0.12, 0.11, 0.09), vi = c(0.04, 0.02, 0.09, 0.05)),
  # crossover trial with a correlation of 0.4 and a second one of 0.7
  cross = rbind(escalc("MC", m1i = 11.8, sd1i = 7.6, m2i = 11.1, sd2i = 7.3, ni = 42, ri = 0.4),
                escalc("MC", m1i = 3.1, sd1i = 2.2, m2i = 4.0, sd2i = 2.6, ni = 20, ri = 0.7)),
  cross_rom = rbind(escalc("ROMC", m1i = 11.8, sd1i = 7.6, m2i = 11.1, sd2i = 7.3, ni = 42, ri = 0.4),
                    escalc("ROMC", m1i = 3.1, sd1i = 2.2, m2i = 4.0, sd2i = 2.6, ni = 20, ri = 0.7)),
  zero = escalc("RR", ai = c(0, 4), n1i = c(20, 30), ci = c(5, 6), n2i = c(21, 31), add = 1/2, to = "only0"))
cat("{\n")
rows <- character()
for (name in names(sets)) {
  s <- sets[[name]]; k <- nrow(s)
  fits <- character()
  for (m in c("EE", "DL", "REML", "PM")) for (hk in c(FALSE, TRUE)) {
    if (m == "EE" && hk) next
    f <- rma(yi = as.numeric(s$yi), vi = as.numeric(s$vi), method = m, test = if (hk) "knha" else "z",
             control = if (m %in% c("REML")) list(threshold = 1e-12, maxiter = 10000) else list(tol = 1e-12))
    pi <- if (m != "EE" && k > 2) f$beta[1] + c(-1, 1) * qt(.975, k - 2) * sqrt(f$se^2 + f$tau2) else c(NA, NA)
    fits <- c(fits, sprintf('    "%s%s": {"estimate_se_low_high_p": %s, "tau2": %s, "i2": %s, "q_p": %s, "predicted": %s}',
      m, if (hk) "+HK" else "", num(c(f$beta, f$se, f$ci.lb, f$ci.ub, f$pval)), num(f$tau2), num(f$I2), num(c(f$QE, f$QEp)),
      if (is.na(pi[1])) "null" else num(pi)))
  }
  reml <- rma(yi = as.numeric(s$yi), vi = as.numeric(s$vi), method = "REML", control = list(threshold = 1e-12, maxiter = 10000))
  prof <- if (k > 2) confint(reml, control = list(tol = 1e-12))$random[1, 2:3] else c(NA, NA)
  loo <- if (k > 2) leave1out(rma(yi = as.numeric(s$yi), vi = as.numeric(s$vi), method = "DL"))$estimate else NA
  egg <- if (k > 2) { r <- regtest(x = as.numeric(s$yi), vi = as.numeric(s$vi), model = "lm"); c(r$zval, r$pval) } else c(NA, NA)
  rows <- c(rows, sprintf('  "%s": {"y": %s, "v": %s,\n%s,\n    "tau2_interval": %s, "leave_one_out_DL": %s, "egger_t_p": %s}',
    name, num(s$yi), num(s$vi), paste(fits, collapse = ",\n"),
    if (is.na(prof[1])) "null" else num(prof), if (is.na(loo[1])) "null" else num(loo), if (is.na(egg[1])) "null" else num(egg)))
}
cat(paste(rows, collapse = ",\n")); cat("\n}\n")
