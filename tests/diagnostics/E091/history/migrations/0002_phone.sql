-- 0002_phone
-- after f492296a1f332f0287f13ecc155d2343a0c5b2d7939f6cfaa2f9277bbf09c371

-- Visit.phone is new, a String
ALTER TABLE "Visit" ADD COLUMN "phone" TEXT;
